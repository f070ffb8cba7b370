package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.arco.proto.v1.CatalogProto;
import io.arco.proto.v1.OptionsProto;
import io.arco.proto.v1.OrchestrationProto;
import io.arco.proto.v1.QueryProto;
import io.arco.proto.v1.TransactionsProto;
import io.arco.proto.v1.WorkersProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reference/grpc.md names the methods that there are. */
final class GrpcPageTest {
  private static final List<FileDescriptor> FILES =
      List.of(
          CatalogProto.getDescriptor(),
          TransactionsProto.getDescriptor(),
          QueryProto.getDescriptor(),
          OrchestrationProto.getDescriptor(),
          WorkersProto.getDescriptor());

  @Test
  void theMethodsAreThoseOfTheServices() {
    List<List<String>> defined = new ArrayList<>();
    for (FileDescriptor file : FILES) {
      for (ServiceDescriptor service : file.getServices()) {
        service.getMethods().forEach(method -> defined.add(row(method)));
      }
    }
    assertEquals(defined, Page.of("docs/reference/grpc.md").rows("method"));
  }

  private static List<String> row(MethodDescriptor method) {
    return List.of(
        "`" + method.getService().getName() + "/" + method.getName() + "`",
        "`" + method.getInputType().getName() + "`",
        (method.isServerStreaming() ? "stream of " : "")
            + "`"
            + method.getOutputType().getName()
            + "`",
        "`" + method.getOptions().getExtension(OptionsProto.operation).getId() + "`");
  }
}
