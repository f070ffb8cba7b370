package io.arco.bench.jmh;

import io.arco.server.TokenIssuer;
import io.arco.server.auth.JwtAuthenticator;
import io.arco.server.auth.JwtOptions;
import io.arco.server.metrics.AuthMetrics;
import io.arco.testing.VirtualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Knowing a caller by his JWT: the signature verified, and known to be good. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JwtBenchmark {
  private static final String KEY = "k";
  private static final long NEVER_MILLIS = TimeUnit.DAYS.toMillis(1);

  /** Of the signature. */
  @Param({"RS256", "PS256", "ES256", "ES512", "EdDSA"})
  public String algorithm;

  private final VirtualTime time = new VirtualTime();
  private final Vertx vertx = Vertx.vertx();
  private JwtAuthenticator authenticator;
  private String good;
  private String forged;

  /** Makes a key and tokens. */
  @Setup
  public void make() throws IOException {
    try (TokenIssuer issuer = new TokenIssuer()) {
      issuer.publish(KEY, algorithm);
      good = issuer.token(KEY, algorithm, TokenIssuer.claims("ann", "acme"));
      String other = issuer.token(KEY, algorithm, TokenIssuer.claims("bob", "acme"));
      forged = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
      Path keys = Files.createTempFile("jwks", ".json");
      Files.writeString(keys, issuer.jwks());
      authenticator =
          time.await(
              JwtAuthenticator.open(
                  options(),
                  "file:" + keys,
                  NEVER_MILLIS,
                  NEVER_MILLIS,
                  vertx,
                  time.clock(),
                  time.scheduler(),
                  time.workers(0),
                  new AuthMetrics(new SimpleMeterRegistry())));
      Files.delete(keys);
    }
  }

  private JwtOptions options() {
    return new JwtOptions(
        List.of(algorithm),
        TokenIssuer.ISSUER,
        TokenIssuer.AUDIENCE,
        0,
        "sub",
        "tenant",
        "workspaces",
        "groups",
        "roles");
  }

  /** A token that was seen before. */
  @Benchmark
  public boolean knownToken() {
    boolean isGood = authenticator.authenticate(good).succeeded();
    if (!isGood) {
      throw new IllegalStateException("it is good");
    }
    return isGood;
  }

  /** What every new token costs: its signature is compared, here in vain, so never kept. */
  @Benchmark
  public boolean verifiedToken() {
    return authenticator.authenticate(forged).failed();
  }

  /** Ends what was begun. */
  @TearDown
  public void end() {
    vertx.close();
  }
}
