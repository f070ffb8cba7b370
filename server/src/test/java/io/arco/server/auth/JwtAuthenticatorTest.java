package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.TokenIssuer;
import io.arco.server.metrics.AuthMetrics;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are shown again and again, while time passes and keys change. */
final class JwtAuthenticatorTest {
  private static final long REFRESH_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final long LEEWAY_MILLIS = 60_000;

  private final VirtualTime time = new VirtualTime();
  private final Vertx vertx = Vertx.vertx();
  private final TokenIssuer issuer = new TokenIssuer();
  private final Jwks jwks =
      new Jwks(
          () -> Future.succeededFuture(issuer.jwks().getBytes(StandardCharsets.UTF_8)),
          bytes -> JwtKeys.parse(vertx, bytes, List.of("ES256")),
          REFRESH_MILLIS,
          REFRESH_MILLIS,
          time.clock(),
          time.scheduler(),
          new AuthMetrics(new SimpleMeterRegistry()));
  private final JwtAuthenticator authenticator =
      new JwtAuthenticator(
          new JwtOptions(
              List.of("ES256"),
              TokenIssuer.ISSUER,
              TokenIssuer.AUDIENCE,
              LEEWAY_MILLIS,
              "sub",
              "tenant",
              "workspaces",
              "groups",
              "roles"),
          jwks,
          time.clock());

  @BeforeEach
  void open() {
    issuer.publish("k", "ES256");
    issuer.publish("other", "ES256");
    jwks.open();
  }

  @AfterEach
  void close() {
    issuer.close();
    vertx.close();
  }

  private boolean isGood(String token) {
    return authenticator.authenticate(token).succeeded();
  }

  private String token(long endsMillis) {
    return issuer.token(
        "k", "ES256", TokenIssuer.claims("ann", "acme").put("exp", endsMillis / 1_000));
  }

  @Test
  void aTokenThatWasSeenBeforeEndsWhenItSays() {
    String token = token(time.clock().wallMillis() + 120_000);
    for (int i = 0; i < 180; i++) {
      assertTrue(isGood(token), i + " s");
      time.advance(1_000);
    }
    assertFalse(isGood(token));
    time.jumpWall(-1_000);
    assertTrue(isGood(token), "its signature is as good as before");
  }

  @Test
  void aTokenThatWasSeenBeforeEndsWithItsKey() {
    String token = token(time.clock().wallMillis() + 2 * REFRESH_MILLIS);
    assertTrue(isGood(token));
    issuer.withdraw("k");
    assertTrue(isGood(token), "nobody knows yet");
    time.advance(REFRESH_MILLIS);
    assertFalse(isGood(token));
  }

  @Test
  void aForgeryIsRefusedWhateverWasSeenBefore() {
    String token = token(time.clock().wallMillis() + 120_000);
    assertTrue(isGood(token));
    String claims = TokenIssuer.claims("eve", "acme").toString();
    String[] parts = token.split("\\.");
    String forged = parts[0] + "." + TokenIssuer.part(claims) + "." + parts[2];
    assertFalse(isGood(forged));
    assertFalse(isGood(forged));
    assertEquals("ann", authenticator.authenticate(token).result().name());
  }
}
