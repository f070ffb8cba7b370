package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.TestCertificate;
import io.arco.server.TokenHolders;
import io.arco.server.auth.Access;
import io.arco.server.auth.Permissions;
import io.arco.server.auth.Role;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what, and where. */
final class GrpcGateTest {
  /** So that nothing else has this name. */
  private static final String SECRET = "secret-of-b";

  @TempDir private Path directory;

  private static List<MethodDescriptor> methods() {
    List<MethodDescriptor> all = new ArrayList<>();
    for (ServiceDescriptor service : Rpcs.services()) {
      all.addAll(service.getMethods());
    }
    return all;
  }

  private static String request(MethodDescriptor method) {
    return method.getInputType().findFieldByName("task_id") == null
        ? "{}"
        : "{\"taskId\":\"" + UUID.randomUUID() + ".0\"}";
  }

  @Test
  void everyMethodHidesTheWorkspacesOfOthers() {
    TokenHolders holders = new TokenHolders(directory);
    String a = "Bearer " + holders.add("ann", "a", Role.ADMIN);
    String b = "Bearer " + holders.add("bob", SECRET, Role.ADMIN);
    try (RunningServer server = RunningServer.on(Configs.inMemory(holders.settings()));
        GrpcClient client = new GrpcClient(server.server().url())) {
      client.call("CreateCatalog", "{\"catalog\":{\"name\":\"c\"}}", "authorization", b).ok();
      String[] elsewhere = {"authorization", a, "x-arco-tenant", SECRET};
      Set<Access> seen = new java.util.HashSet<>();
      for (MethodDescriptor method : methods()) {
        Access access = Permissions.of(Rpc.operationOf(method));
        seen.add(access);
        GrpcClient.Answer answer = client.call(method.getName(), request(method), elsewhere);
        if (access == Access.TASK) {
          answer.expect(Status.Code.UNAUTHENTICATED, "INVALID_TOKEN");
        } else {
          answer.expect(Status.Code.NOT_FOUND, "WORKSPACE_NOT_FOUND");
        }
        assertFalse(answer.trailers().toString().contains(SECRET), method.getName());
        assertFalse(answer.reason().toString().contains(SECRET), method.getName());
      }
      assertEquals(Set.of(Access.TASK, Access.READER, Access.WRITER), seen);
    }
  }

  @Test
  void everyMethodAsksForATokenAndForARole() {
    TokenHolders holders = new TokenHolders(directory);
    String reader = "Bearer " + holders.add("rob", "a", Role.READER);
    try (RunningServer server = RunningServer.on(Configs.inMemory(holders.settings()));
        GrpcClient client = new GrpcClient(server.server().url())) {
      for (MethodDescriptor method : methods()) {
        Access access = Permissions.of(Rpc.operationOf(method));
        client
            .call(method.getName(), request(method))
            .expect(
                Status.Code.UNAUTHENTICATED,
                access == Access.TASK ? "INVALID_TOKEN" : "UNAUTHENTICATED");
        if (access == Access.WRITER) {
          client
              .call(method.getName(), request(method), "authorization", reader)
              .expect(Status.Code.PERMISSION_DENIED, "PERMISSION_DENIED");
        }
      }
      client.call("ListCatalogs", "{}", "authorization", reader).ok();
    }
  }

  @Test
  void theNameThatIsAskedForMustBeOurs() {
    try (RunningServer server = RunningServer.inMemory();
        GrpcClient client =
            new GrpcClient(
                GrpcClient.channel(server.server().url())
                    .overrideAuthority("evil.example:80")
                    .usePlaintext()
                    .build())) {
      client.call("ListCatalogs", "{}").expect(Status.Code.INVALID_ARGUMENT, "HOST_NOT_ALLOWED");
    }
  }

  @Test
  void overTlsBothProtocolsAreAgreedOnOnOnePort() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "server", "EC");
    TokenHolders holders = new TokenHolders(directory);
    String token = "Bearer " + holders.add("ann", "a", Role.READER);
    String[] settings =
        holders.settings(
            "tls.certFile",
            certificate.certFile().toString(),
            "tls.keyFile",
            certificate.keyFile().toString());
    try (RunningServer server = RunningServer.on(Configs.inMemory(settings))) {
      ManagedChannel channel =
          GrpcClient.channel(server.server().url())
              .sslContext(
                  GrpcSslContexts.forClient().trustManager(certificate.certFile().toFile()).build())
              .build();
      try (GrpcClient client = new GrpcClient(channel)) {
        client.call("ListCatalogs", "{}", "authorization", token).ok();
      }
      assertTrue(server.server().url().startsWith("https://"));
    }
  }
}
