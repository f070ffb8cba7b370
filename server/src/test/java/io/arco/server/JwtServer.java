package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.server.ContractClient.Answer;

/** An issuer of JWTs, and a server that trusts it once it is started. */
final class JwtServer implements AutoCloseable {
  static final String CATALOGS = "/api/v1/catalogs";

  private final TokenIssuer issuer = new TokenIssuer();
  private RunningServer server;

  TokenIssuer issuer() {
    return issuer;
  }

  /** Starts the server, in place of the one that was started before. */
  ContractClient start(String... more) {
    stop();
    server = RunningServer.on(Configs.inMemory(issuer.settings(more)));
    return server.client();
  }

  private void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Asks for what a reader may see. */
  static Answer ask(ContractClient client, String token) {
    return client.get(CATALOGS, "Authorization", "Bearer " + token);
  }

  /** The token proves nothing. */
  static void refused(ContractClient client, String token) {
    Answer answer = ask(client, token).expect(401, "UNAUTHENTICATED");
    assertEquals("Bearer", answer.header("WWW-Authenticate"));
  }

  /** Claims that prove something, well signed. */
  static ObjectNode good() {
    return TokenIssuer.claims("ann", "acme");
  }

  /** The first part of a token. */
  static String head(String json) {
    return TokenIssuer.part(json);
  }

  @Override
  public void close() {
    stop();
    issuer.close();
  }
}
