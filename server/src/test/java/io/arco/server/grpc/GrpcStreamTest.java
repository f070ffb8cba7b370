package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.TokenHolders;
import io.arco.server.auth.Role;
import io.arco.testing.Await;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams, and the services of gRPC itself. */
final class GrpcStreamTest {
  private static final String OF_A_MISSING_CATALOG =
      "arco_http_requests_seconds_count{operation=\"getCatalog\",status=\"404\"}";

  /** About five megabytes. */
  private static final String LARGE =
      "{\"query\":{\"sql\":\"select repeat('x', 1000) || i as x from range(5000)"
          + " t(i)\",\"maxRows\":5000}}";

  /** About fifty megabytes. */
  private static final String HUGE = LARGE.replace("'x', 1000", "'x', 10000");

  @Test
  void aLargeAnswerComesInPiecesAsTheClientTakesThem() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      GrpcClient.Stream stream = client.open("QueryData", LARGE, 1);
      Await.until("the first piece", () -> stream.messages().size() == 1);
      // Others on the same connection are not held up.
      client.call("ListCatalogs", "{}").ok();
      assertEquals(1, stream.messages().size());
      stream.call().request(1_000);
      Await.until("the end", () -> stream.listening().status() != null);
      assertTrue(stream.listening().status().isOk());
      List<Integer> sizes = stream.messages().stream().map(GrpcStreamTest::size).toList();
      assertTrue(sizes.size() >= 5, sizes.toString());
      assertTrue(sizes.stream().allMatch(size -> size <= Pieces.MAX_BYTES), sizes.toString());
    }
  }

  @Test
  void whatIsAnsweredIsCountedByItsOperation() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      client.call("ListCatalogs", "{}").ok();
      client.call("GetCatalog", "{\"catalog\":\"c\"}").expect(Status.Code.NOT_FOUND);
      assertEquals(0, metric(server, "arco_http_cut_off_total"));
      assertEquals(1, metric(server, OF_A_MISSING_CATALOG));
    }
  }

  /** What waits in the transport is bounded: of an answer this large most is still to come. */
  @Test
  void aClientThatCancelsIsCutOffAndNothingIsLeftOfItsCall() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      GrpcClient.Stream stream = client.open("QueryData", HUGE, 1);
      Await.until("the first piece", () -> stream.messages().size() == 1);
      assertEquals(2, metric(server, "arco_http_in_flight"));
      stream.cancel();
      Await.until("it is cut off", () -> metric(server, "arco_http_cut_off_total") == 1);
      Await.until("only this is asked", () -> metric(server, "arco_http_in_flight") == 1);
    }
  }

  private static double metric(RunningServer server, String name) {
    String text = new String(server.client().get("/metrics").bytes(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + text));
  }

  private static int size(DynamicMessage message) {
    Object data = message.getField(message.getDescriptorForType().findFieldByName("data"));
    return ((ByteString) data).size();
  }

  @Test
  void aStreamOfLeasesDoesNotHoldUpAServerThatGoesDown() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      client
          .call(
              "DeployManifest", "{\"manifest\":{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}}")
          .ok();
      GrpcClient.Stream stream =
          client.open(
              "LeaseTasks",
              "{\"lease\":{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":0}}",
              Integer.MAX_VALUE);
      Await.until("polls", () -> stream.messages().size() > 1);
      boolean all = Await.value(server.server().close());
      Await.until("the end", () -> stream.listening().status() != null);
      assertTrue(all, () -> "it was cut off: " + stream.listening().status());
      assertTrue(stream.listening().status().isOk(), () -> stream.listening().status().toString());
    }
  }

  @Test
  void aStreamOfLeasesEndsWhenItsTokenIsTakenBack(@TempDir Path directory) {
    TokenHolders holders = new TokenHolders(directory);
    String admin = "Bearer " + holders.add("ann", "acme", Role.ADMIN);
    String bearer = "Bearer " + holders.add("bob", "acme", Role.WRITER);
    try (RunningServer server = RunningServer.on(Configs.inMemory(holders.settings()));
        GrpcClient client = new GrpcClient(server.server().url())) {
      GrpcClient.Stream stream =
          client.open(
              "LeaseTasks",
              "{\"lease\":{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":30000}}",
              Integer.MAX_VALUE,
              "authorization",
              bearer);
      Await.until(
          "the poll waits",
          () -> server.metric("arco_dispatch_polls_waiting", "Authorization", admin) == 1);
      holders.removeLast();
      Await.until("the end", () -> stream.listening().status() != null);
      assertEquals(Status.Code.UNAUTHENTICATED, stream.listening().status().getCode());
    }
  }

  @Test
  void healthIsThatOfTheServer() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      for (String service : new String[] {"", "arco.v1.CatalogService"}) {
        HealthCheckResponse health =
            call(
                client.channel(),
                "grpc.health.v1.Health/Check",
                HealthCheckRequest.newBuilder().setService(service).build(),
                HealthCheckResponse.getDefaultInstance());
        assertEquals(HealthCheckResponse.ServingStatus.SERVING, health.getStatus());
      }
      StatusRuntimeException unknown =
          Assertions.assertThrows(
              StatusRuntimeException.class,
              () ->
                  call(
                      client.channel(),
                      "grpc.health.v1.Health/Check",
                      HealthCheckRequest.newBuilder().setService("x").build(),
                      HealthCheckResponse.getDefaultInstance()));
      assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
    }
  }

  /** Clients in wide use know but the older of the two names. */
  @ParameterizedTest
  @ValueSource(strings = {"grpc.reflection.v1", "grpc.reflection.v1alpha"})
  void reflectionTellsOfTheServices(String version) throws Exception {
    String service = version + ".ServerReflection";
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      ServerReflectionResponse list =
          call(
              client.channel(),
              service + "/ServerReflectionInfo",
              ServerReflectionRequest.newBuilder().setListServices("").build(),
              ServerReflectionResponse.getDefaultInstance());
      List<String> names =
          list.getListServicesResponse().getServiceList().stream()
              .map(listed -> listed.getName())
              .toList();
      assertEquals(names.stream().distinct().toList(), names);
      assertTrue(names.contains(service), names.toString());
      Rpcs.services().forEach(it -> assertTrue(names.contains(it.getFullName()), names.toString()));
      ServerReflectionResponse file =
          call(
              client.channel(),
              service + "/ServerReflectionInfo",
              ServerReflectionRequest.newBuilder()
                  .setFileContainingSymbol("arco.v1.WorkerService")
                  .build(),
              ServerReflectionResponse.getDefaultInstance());
      assertTrue(file.getFileDescriptorResponse().getFileDescriptorProtoCount() > 1);
      ServerReflectionResponse itself =
          call(
              client.channel(),
              service + "/ServerReflectionInfo",
              ServerReflectionRequest.newBuilder().setFileContainingSymbol(service).build(),
              ServerReflectionResponse.getDefaultInstance());
      FileDescriptorProto described =
          FileDescriptorProto.parseFrom(
              itself.getFileDescriptorResponse().getFileDescriptorProto(0));
      assertEquals(version, described.getPackage());
      assertEquals(
          "." + version + ".ServerReflectionRequest",
          described.getService(0).getMethod(0).getInputType());
    }
  }

  @Test
  void reflectionTellsOfWhatErrorsHold() throws Exception {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      for (Message detail :
          List.of(
              com.google.rpc.Status.getDefaultInstance(),
              ErrorInfo.getDefaultInstance(),
              RequestInfo.getDefaultInstance(),
              RetryInfo.getDefaultInstance())) {
        String name = detail.getDescriptorForType().getFullName();
        ServerReflectionResponse told =
            call(
                client.channel(),
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build(),
                ServerReflectionResponse.getDefaultInstance());
        List<String> described = new ArrayList<>();
        for (ByteString bytes : told.getFileDescriptorResponse().getFileDescriptorProtoList()) {
          FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
          file.getMessageTypeList()
              .forEach(type -> described.add(file.getPackage() + "." + type.getName()));
        }
        assertTrue(described.contains(name), name + " is not in " + described);
      }
    }
  }

  @Test
  void aMethodThatIsNotThereIsUnimplemented() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client = new GrpcClient(server.server().url())) {
      for (String name : new String[] {"arco.v1.CatalogService/Nothing", "nothing.Service/Get"}) {
        StatusRuntimeException refused =
            Assertions.assertThrows(
                StatusRuntimeException.class,
                () ->
                    call(
                        client.channel(),
                        name,
                        HealthCheckRequest.getDefaultInstance(),
                        HealthCheckResponse.getDefaultInstance()));
        assertEquals(Status.Code.UNIMPLEMENTED, refused.getStatus().getCode());
      }
    }
  }

  private static <Q extends Message, A extends Message> A call(
      ManagedChannel channel, String name, Q request, A answer) {
    @SuppressWarnings("unchecked")
    Q example = (Q) request.getDefaultInstanceForType();
    MethodDescriptor<Q, A> method =
        MethodDescriptor.<Q, A>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(name)
            .setRequestMarshaller(ProtoUtils.marshaller(example))
            .setResponseMarshaller(ProtoUtils.marshaller(answer))
            .build();
    return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
  }
}
