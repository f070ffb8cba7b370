package io.arco.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.Key;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.testing.Await;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed URLs, TLS, and what a store needs to be reached at all. */
class S3AccessTest {
  private static final Key KEY = new Key("a/b + c.parquet");
  private static final byte[] BYTES = "0123456789".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void aSignedUrlIsFetchedByAnyoneAlsoInPartsUntilItIsChanged() throws Exception {
    try (S3TestServer server = S3TestServer.start();
        S3World world = new S3World(server.newStore())) {
      put(world);
      URI url = Await.value(world.store().presign(KEY, Duration.ofMinutes(5)));
      HttpResponse<byte[]> whole = fetch(HttpRequest.newBuilder(url));
      assertEquals(200, whole.statusCode());
      assertArrayEquals(BYTES, whole.body());
      HttpResponse<byte[]> part = fetch(HttpRequest.newBuilder(url).header("Range", "bytes=2-4"));
      assertEquals(206, part.statusCode());
      assertArrayEquals("234".getBytes(UTF_8), part.body());
      URI changed = URI.create(url.toString().replace("parquet", "parquit"));
      assertEquals(403, fetch(HttpRequest.newBuilder(changed)).statusCode());
      for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(8))) {
        assertThrows(IllegalArgumentException.class, () -> world.store().presign(KEY, bad));
      }
    }
  }

  private static HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void aServerIsReachedOverTlsIfItsCertificateIsTrustedAndOnlyThen() throws Exception {
    Path key = directory.resolve("key.pem");
    Path certificate = directory.resolve("certificate.pem");
    makeCertificate(key, certificate);
    try (S3TestServer server = S3TestServer.startTls(key, certificate)) {
      String text = server.newStore();
      assertTrue(text.contains("https://"), text);
      String trusted = text + "&caFile=" + certificate;
      try (S3World world = new S3World(trusted)) {
        put(world);
        assertInstanceOf(ReadOutcome.Found.class, Await.value(world.store().get(KEY)));
      }
      try (S3World world = new S3World(text)) {
        StoreException refused =
            assertInstanceOf(StoreException.class, Await.failure(world.store().get(KEY)));
        assertTrue(refused.getMessage().contains("PKIX"), refused.getMessage());
      }
    }
  }

  @Test
  void aCaFileThatIsNoneIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("ca.pem"), "nothing");
    try (S3TestServer server = S3TestServer.start();
        S3World world = new S3World(server.newStore() + "&caFile=" + file)) {
      StoreException refused =
          assertInstanceOf(StoreException.class, Await.failure(world.store().get(KEY)));
      assertEquals(StoreException.Kind.PERMANENT, refused.kind());
      assertTrue(refused.getMessage().contains("caFile " + file), refused.getMessage());
    }
  }

  private static void put(S3World world) {
    assertInstanceOf(
        PutOutcome.Written.class, Await.value(world.store().put(KEY, BYTES, Precondition.ABSENT)));
  }

  /** By keytool of this JDK: the one maker of certificates that is always there. */
  private void makeCertificate(Path key, Path certificate) throws Exception {
    Path store = directory.resolve("keys.p12");
    keytool(
        "-genkeypair -keyalg EC -alias a -dname CN=localhost -ext SAN=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -storepass secret -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias a -storepass secret -keystore " + store + " -file " + certificate);
    java.security.KeyStore keys =
        java.security.KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    byte[] encoded = keys.getKey("a", "secret".toCharArray()).getEncoded();
    String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
  }

  private void keytool(String arguments) throws Exception {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    java.util.List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor());
  }
}
