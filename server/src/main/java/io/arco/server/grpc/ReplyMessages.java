package io.arco.server.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Makes messages of the answers of operations. */
final class ReplyMessages {
  /** A field that the protos do not have yet is left out rather than failing what was done. */
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private ReplyMessages() {}

  /**
   * The message of an answer in JSON.
   *
   * @throws IllegalStateException if it does not fit the message: a fault of ours
   */
  static Buffer ofJson(Rpc rpc, Buffer json) {
    Descriptor type = rpc.method().getOutputType();
    DynamicMessage.Builder reply = DynamicMessage.newBuilder(type);
    FieldDescriptor answer = rpc.answerOrNull();
    try {
      String text = json.toString(StandardCharsets.UTF_8);
      if (answer == null) {
        PARSER.merge(text, reply);
      } else {
        Message.Builder field = reply.newBuilderForField(answer);
        PARSER.merge(text, field);
        reply.setField(answer, field.build());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an answer is no " + type.getFullName(), e);
    }
    return Buffer.buffer(reply.build().toByteArray());
  }

  /** The message that carries a piece of an answer that is no JSON. */
  static Buffer ofBytes(Rpc rpc, Buffer piece) {
    return Buffer.buffer(
        DynamicMessage.newBuilder(rpc.method().getOutputType())
            .setField(rpc.answerOrNull(), UnsafeByteOperations.unsafeWrap(piece.getBytes()))
            .build()
            .toByteArray());
  }
}
