package io.arco.server.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** Answers that are bytes, and come in pieces. */
final class Pieces {
  /** The type of such an answer. */
  static final String ARROW = "application/vnd.apache.arrow.stream";

  /** The most bytes in one message; clients take 4 MiB if they are not told otherwise. */
  static final int MAX_BYTES = 1 << 20;

  private Pieces() {}

  /** Whether the answer of a method is bytes. */
  static boolean areAnswerOf(Rpc rpc) {
    return rpc.answerOrNull() != null
        && rpc.answerOrNull().getJavaType() == FieldDescriptor.JavaType.BYTE_STRING;
  }
}
