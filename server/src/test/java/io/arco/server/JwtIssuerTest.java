package io.arco.server;

import static io.arco.server.JwtServer.ask;
import static io.arco.server.JwtServer.good;
import static io.arco.server.JwtServer.head;
import static io.arco.server.JwtServer.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server and the issuer of its callers' JWTs, who changes keys and has bad days. */
final class JwtIssuerTest {
  private final JwtServer jwt = new JwtServer();
  private final TokenIssuer issuer = jwt.issuer();

  @AfterEach
  void stop() {
    jwt.close();
  }

  @Test
  void anIssuerWhoseCertificateNobodyVouchesForIsNotBelieved(@TempDir Path directory)
      throws IOException {
    issuer.publish("k", "RS256");
    TestCertificate certificate = TestCertificate.make(directory, "issuer", "EC");
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
    https.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    https.start();
    try {
      String url = "https://localhost:" + https.getAddress().getPort() + "/keys";
      ContractClient client = jwt.start("jwt.jwks", url);
      ask(client, issuer.token("k", "RS256", good())).expect(503, "UNAVAILABLE");
    } finally {
      https.stop(0);
    }
  }

  @Test
  void aNewKeyIsFetchedWhenATokenNamesItAndStrangersCanNotHaveItFetchedAllTheTime() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start("jwt.unknownKeyMillis", "86400000");
    assertEquals(1, issuer.reads());
    // The read at the start counts as the one of this interval.
    issuer.publish("k2", "RS256");
    refused(client, issuer.token("k2", "RS256", good()));
    for (int i = 0; i < 20; i++) {
      refused(client, head("{\"alg\":\"RS256\",\"kid\":\"no" + i + "\"}") + ".e30.AAAA");
    }
    assertEquals(1, issuer.reads());
    client = jwt.start("jwt.unknownKeyMillis", "100");
    assertEquals(2, issuer.reads());
    issuer.publish("k3", "RS256");
    ContractClient now = client;
    String token = issuer.token("k3", "RS256", good());
    Await.until("it is fetched", () -> ask(now, token).status() == 200);
    assertEquals(3, issuer.reads());
  }

  @Test
  void aKeyThatIsWithdrawnIsForgottenInTime() {
    issuer.publish("k", "RS256");
    issuer.publish("k2", "RS256");
    ContractClient client = jwt.start("jwt.refreshMillis", "1000");
    String token = issuer.token("k", "RS256", good());
    ask(client, token).expect(200);
    issuer.withdraw("k");
    Await.until("it is forgotten", () -> ask(client, token).status() == 401);
  }

  @Test
  void keysHoldWhileTheirIssuerHasTrouble() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start("jwt.refreshMillis", "1000", "jwt.unknownKeyMillis", "100");
    issuer.down(true);
    int before = issuer.reads();
    Await.until("it was asked in vain", () -> issuer.reads() >= before + 2);
    ask(client, issuer.token("k", "RS256", good())).expect(200);
  }

  @Test
  void aServerWhoseIssuerIsDownStartsAndKnowsNobodyYet() {
    issuer.publish("k", "RS256");
    issuer.down(true);
    ContractClient client = jwt.start("jwt.unknownKeyMillis", "100");
    String token = issuer.token("k", "RS256", good());
    ask(client, token).expect(503, "UNAVAILABLE");
    client.get("/health/live").expect(200);
    issuer.down(false);
    Await.until("it is asked again", () -> ask(client, token).status() == 200);
  }

  @Test
  void keysMayStandInAFile(@TempDir Path directory) throws IOException {
    issuer.publish("k", "RS256");
    Path file = directory.resolve("jwks.json");
    Files.writeString(file, issuer.jwks());
    ContractClient client = jwt.start("jwt.jwks", "file:" + file);
    ask(client, issuer.token("k", "RS256", good())).expect(200);
    assertEquals(0, issuer.reads());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}]}"
      })
  void aFileWithoutAKeyThatCanBeUsedIsRefusedAtTheStart(String jwks, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("jwks.json");
    Files.writeString(file, jwks);
    Throwable failure = assertThrows(Throwable.class, () -> jwt.start("jwt.jwks", "file:" + file));
    assertTrue(failure.toString().contains("can't be used"), failure::toString);
  }
}
