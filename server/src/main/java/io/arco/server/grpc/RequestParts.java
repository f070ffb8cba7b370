package io.arco.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.api.PercentCode;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Map;

/**
 * A request message taken apart into what its operation takes.
 *
 * @param pathParameters by name
 * @param query the query parameters
 * @param bodyOrNull the body; null where the operation takes none
 */
record RequestParts(Map<String, String> pathParameters, MultiMap query, byte[] bodyOrNull) {

  /**
   * Takes a request apart.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if the bytes are no such message
   */
  static RequestParts of(Rpc rpc, byte[] bytes) {
    DynamicMessage message;
    try {
      message = DynamicMessage.parseFrom(rpc.method().getInputType(), bytes);
    } catch (InvalidProtocolBufferException e) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "The message can't be read.")
          .with("expected", rpc.method().getInputType().getFullName())
          .asException();
    }
    Map<String, String> path = new HashMap<>();
    rpc.shape().pathParameters().forEach(name -> path.put(name, ""));
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    for (FieldDescriptor field : rpc.method().getInputType().getFields()) {
      String name = field.getJsonName();
      if (field.equals(rpc.bodyOrNull())) {
        continue;
      }
      if (path.containsKey(name)) {
        path.put(name, message.getField(field).toString());
      } else if (message.hasField(field)) {
        query.set(name, message.getField(field).toString());
      }
    }
    return new RequestParts(path, query, body(rpc, message));
  }

  private static byte[] body(Rpc rpc, DynamicMessage message) {
    FieldDescriptor field = rpc.bodyOrNull();
    if (field == null) {
      return null;
    }
    Object value = message.getField(field);
    return value instanceof ByteString text
        ? text.toByteArray()
        : Json.bytes(MessageJson.of((Message) value));
  }

  /** The path that the request would have had over HTTP, escapes kept. */
  String path(String template) {
    String path = template;
    for (Map.Entry<String, String> parameter : pathParameters.entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", PercentCode.encode(parameter.getValue()));
    }
    return path;
  }
}
