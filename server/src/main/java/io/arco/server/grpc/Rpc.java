package io.arco.server.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.arco.proto.v1.Operation;
import io.arco.proto.v1.OptionsProto;
import io.arco.server.api.OperationCalls.Shape;

/**
 * A method of a service with the operation that it is.
 *
 * @param method the method
 * @param operation the {@code operationId}
 * @param shape what the operation takes
 * @param bodyOrNull the field of the request that is the body; null where there is none
 * @param answerOrNull the field of the reply that is the answer; null: the whole message
 */
record Rpc(
    MethodDescriptor method,
    String operation,
    Shape shape,
    FieldDescriptor bodyOrNull,
    FieldDescriptor answerOrNull) {

  /** The id of the operation that a method says it is; empty if it says nothing. */
  static String operationOf(MethodDescriptor method) {
    return method.getOptions().getExtension(OptionsProto.operation).getId();
  }

  /**
   * A method bound to its operation.
   *
   * @throws IllegalStateException if the fields of its request are not what the operation takes
   */
  static Rpc of(MethodDescriptor method, Shape shape) {
    Operation option = method.getOptions().getExtension(OptionsProto.operation);
    FieldDescriptor body = field(method, method.getInputType(), option.getBody());
    FieldDescriptor answer = field(method, method.getOutputType(), option.getAnswer());
    if ((body != null) != shape.takesBody()) {
      throw new IllegalStateException(method.getFullName() + " differs in its body");
    }
    for (FieldDescriptor field : method.getInputType().getFields()) {
      String name = field.getJsonName();
      if (!field.equals(body)
          && !shape.pathParameters().contains(name)
          && !shape.queryParameters().contains(name)) {
        throw new IllegalStateException(field.getFullName() + " is no parameter of its operation");
      }
    }
    return new Rpc(method, option.getId(), shape, body, answer);
  }

  private static FieldDescriptor field(MethodDescriptor method, Descriptor message, String name) {
    if (name.isEmpty()) {
      return null;
    }
    FieldDescriptor field = message.findFieldByName(name);
    if (field == null) {
      throw new IllegalStateException(method.getFullName() + " names no field by " + name);
    }
    return field;
  }

  /** The name that it is called by: {@code arco.v1.CatalogService/GetTable}. */
  String path() {
    return method.getService().getFullName() + "/" + method.getName();
  }
}
