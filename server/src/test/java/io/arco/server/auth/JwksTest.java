package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.arco.server.metrics.AuthMetrics;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** When an issuer's keys are read, and how long they hold. */
final class JwksTest {
  private static final long REFRESH = 300_000;
  private static final long UNKNOWN = 10_000;
  private static final byte[] SET =
      """
      {"keys":[{"kty":"EC","crv":"P-256","kid":"k",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final VirtualTime time = new VirtualTime();
  private int reads;
  private Supplier<Future<byte[]>> source = () -> Future.succeededFuture(SET);
  private final Jwks jwks =
      new Jwks(
          () -> {
            reads++;
            return source.get();
          },
          bytes -> JwtKeys.parse(null, bytes, List.of("ES256")),
          REFRESH,
          UNKNOWN,
          time.clock(),
          time.scheduler(),
          new AuthMetrics(new SimpleMeterRegistry()));

  @Test
  void keysAreReadOnATimer() {
    jwks.open();
    assertEquals(1, reads);
    time.advance(REFRESH);
    assertEquals(2, reads);
    time.advance(REFRESH);
    assertEquals(3, reads);
  }

  @Test
  void unknownKeysHaveThemReadOnceInAnInterval() {
    jwks.open();
    time.advance(UNKNOWN);
    for (int i = 0; i < 100; i++) {
      jwks.refresh();
    }
    assertEquals(2, reads);
    time.advance(UNKNOWN - 1);
    jwks.refresh();
    assertEquals(2, reads);
    time.advance(1);
    jwks.refresh();
    assertEquals(3, reads);
  }

  @Test
  void whoAsksWhileTheyAreReadWaitsForThatRead() {
    jwks.open();
    time.advance(UNKNOWN);
    Promise<byte[]> slow = Promise.promise();
    source = slow::future;
    Future<Void> one = jwks.refresh();
    Future<Void> other = jwks.refresh();
    assertEquals(2, reads);
    assertEquals(false, one.isComplete() || other.isComplete());
    slow.complete(SET);
    assertEquals(true, one.succeeded() && other.succeeded());
  }

  @Test
  void keysThatCanNotBeReadAnewHoldForADay() {
    jwks.open();
    JwtKeys before = jwks.keysOrNull();
    assertNotNull(before);
    source = () -> Future.failedFuture(new IOException("down"));
    time.advance(Jwks.MAX_AGE_MILLIS - 1);
    assertSame(before, jwks.keysOrNull());
    time.advance(1);
    assertNull(jwks.keysOrNull());
    source = () -> Future.succeededFuture(SET);
    time.advance(UNKNOWN);
    assertNotNull(jwks.keysOrNull());
  }

  @Test
  void aSetWithoutKeysThatCanBeUsedIsAsGoodAsNone() {
    source = () -> Future.succeededFuture("{\"keys\":[]}".getBytes(StandardCharsets.UTF_8));
    assertEquals(true, jwks.open().failed());
    assertNull(jwks.keysOrNull());
  }
}
