package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.auth.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a certificate. */
final class TlsTest {
  @TempDir private Path directory;

  private RunningServer start(Path cert, Path key, TokenHolders holders) {
    return RunningServer.on(
        Configs.inMemory(
            holders.settings(
                "tls.certFile",
                cert.toString(),
                "tls.keyFile",
                key.toString(),
                "flight.port",
                "0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void bothListenersSpeakTlsAndNothingElse(String algorithm) throws Exception {
    TestCertificate certificate = TestCertificate.make(directory, "server", algorithm);
    TokenHolders holders = new TokenHolders(directory);
    String token = holders.add("ann", "acme", Role.READER);
    try (RunningServer server = start(certificate.certFile(), certificate.keyFile(), holders)) {
      String url = server.server().url();
      assertTrue(url.startsWith("https://"), url);
      HttpClient client = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/api/v1/catalogs"))
              .header("Authorization", "Bearer " + token)
              .build();
      assertEquals(200, client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
      try (HttpClientOfStrangers strangers = new HttpClientOfStrangers()) {
        assertThrows(IOException.class, () -> strangers.get(url));
        assertThrows(IOException.class, () -> strangers.get(url.replace("https:", "http:")));
      }
      askFlight(server, certificate, token);
    }
  }

  private static void askFlight(RunningServer server, TestCertificate certificate, String token)
      throws Exception {
    int port = FlightAccess.flight(server.server()).port();
    assertTrue(server.server().flightUrl().orElseThrow().startsWith("grpc+tls://"));
    try (BufferAllocator memory = new RootAllocator();
        FlightClient client =
            FlightClient.builder(memory, Location.forGrpcTls("localhost", port))
                .trustedCertificates(Files.newInputStream(certificate.certFile()))
                .build();
        FlightSqlClient sql = new FlightSqlClient(client)) {
      FlightInfo info =
          sql.execute("select 1", new CredentialCallOption(new BearerCredentialWriter(token)));
      assertEquals(1, info.getEndpoints().size());
    }
  }

  /** A client that trusts what Java trusts. */
  private static final class HttpClientOfStrangers implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();

    void get(String url) throws IOException {
      try {
        http.send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.discarding());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtTheStart() {
    TestCertificate one = TestCertificate.make(directory, "one", "EC");
    TestCertificate other = TestCertificate.make(directory, "other", "EC");
    Throwable failure =
        assertThrows(
            Throwable.class,
            () -> start(one.certFile(), other.keyFile(), new TokenHolders(directory)));
    assertTrue(failure.toString().contains("don't fit together"), failure::toString);
  }

  @Test
  void filesThatAreNotThereAreRefusedAtTheStart() {
    Throwable failure =
        assertThrows(
            Throwable.class,
            () ->
                start(
                    directory.resolve("none.crt"),
                    directory.resolve("none.key"),
                    new TokenHolders(directory)));
    assertTrue(failure.toString().contains("tls.certFile"), failure::toString);
  }
}
