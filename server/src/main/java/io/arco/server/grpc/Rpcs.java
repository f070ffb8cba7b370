package io.arco.server.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.arco.proto.v1.CatalogProto;
import io.arco.proto.v1.OrchestrationProto;
import io.arco.proto.v1.QueryProto;
import io.arco.proto.v1.TransactionsProto;
import io.arco.proto.v1.WorkersProto;
import io.arco.server.api.OperationCalls.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All methods by the name they are called by. Immutable. */
final class Rpcs {
  /** The files whose services are served. */
  static final List<FileDescriptor> FILES =
      List.of(
          CatalogProto.getDescriptor(),
          TransactionsProto.getDescriptor(),
          QueryProto.getDescriptor(),
          OrchestrationProto.getDescriptor(),
          WorkersProto.getDescriptor());

  private final Map<String, Rpc> byPath;

  private Rpcs(Map<String, Rpc> byPath) {
    this.byPath = Map.copyOf(byPath);
  }

  /**
   * Binds every method to its operation.
   *
   * @param shapes what operations take, by id
   * @throws RuntimeException if a method is no operation, or differs from it
   */
  static Rpcs bind(Function<String, Shape> shapes) {
    Map<String, Rpc> byPath = new HashMap<>();
    for (ServiceDescriptor service : services()) {
      for (MethodDescriptor method : service.getMethods()) {
        Rpc rpc = Rpc.of(method, shapes.apply(Rpc.operationOf(method)));
        byPath.put(rpc.path(), rpc);
      }
    }
    return new Rpcs(byPath);
  }

  /** The services that are served. */
  static List<ServiceDescriptor> services() {
    return FILES.stream().flatMap(file -> file.getServices().stream()).toList();
  }

  /** The method of this name, or null. */
  Rpc of(String path) {
    return byPath.get(path);
  }
}
