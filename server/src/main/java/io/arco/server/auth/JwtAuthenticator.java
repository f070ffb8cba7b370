package io.arco.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.metrics.AuthMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Knows callers by JWTs. Which key and algorithm verify a token is chosen here, from the
 * configuration and the issuer's keys; of the token only the id of the key is taken, and its
 * algorithm is compared.
 */
public final class JwtAuthenticator implements Authenticator {
  /** The most tokens whose signatures are known to be good. */
  static final int MAX_VERIFIED = 10_000;

  private final JwtOptions options;
  private final Jwks jwks;
  private final JwtClaims claims;
  private final Clock clock;
  private final VerifiedTokens verified = new VerifiedTokens(MAX_VERIFIED);

  JwtAuthenticator(JwtOptions options, Jwks jwks, Clock clock) {
    this.options = options;
    this.jwks = jwks;
    this.claims = new JwtClaims(options);
    this.clock = clock;
  }

  /**
   * Reads the keys, and begins to read them again in time.
   *
   * @param location of the keys: {@code file:PATH} or a URL
   * @return fails with {@link AuthSetupException} if a file can't be used; a URL may not answer yet
   */
  public static Future<JwtAuthenticator> open(
      JwtOptions options,
      String location,
      long refreshMillis,
      long unknownKeyMillis,
      Vertx vertx,
      Clock clock,
      Scheduler scheduler,
      Workers workers,
      AuthMetrics metrics) {
    Jwks jwks =
        new Jwks(
            JwksSources.at(location, vertx, workers),
            bytes -> JwtKeys.parse(vertx, bytes, options.algorithms()),
            refreshMillis,
            unknownKeyMillis,
            clock,
            scheduler,
            metrics);
    JwtAuthenticator authenticator = new JwtAuthenticator(options, jwks, clock);
    return jwks.open()
        .map(authenticator)
        .recover(
            failure ->
                location.startsWith("file:")
                    ? Future.failedFuture(unusable(location, failure))
                    : Future.succeededFuture(authenticator));
  }

  private static AuthSetupException unusable(String location, Throwable failure) {
    String why =
        failure instanceof IllegalArgumentException
            ? failure.getMessage()
            : failure.getClass().getSimpleName();
    return new AuthSetupException("the keys at " + location + " can't be used: " + why, failure);
  }

  @Override
  public Future<Principal> authenticate(String token) {
    if (token.length() > Credentials.MAX_TOKEN) {
      return Future.failedFuture(AuthProblems.unauthenticated());
    }
    byte[] hash = NewToken.hash(token);
    JwtKeys keys = jwks.keysOrNull();
    Optional<JwtClaims.Claimed> known = verified.get(keys, hash);
    return known.isPresent() ? principal(known) : authenticate(keys, token, hash);
  }

  private Future<Principal> authenticate(JwtKeys keysOrNull, String token, byte[] hash) {
    String[] parts = token.split("\\.", -1);
    Optional<Header> header = parts.length == 3 ? header(parts[0]) : Optional.empty();
    if (header.isEmpty()) {
      return Future.failedFuture(AuthProblems.unauthenticated());
    }
    Signed signed = new Signed(header.get(), token, parts[1], hash);
    if (keysOrNull != null && keysOrNull.has(header.get().kidOrNull())) {
      return verify(keysOrNull, signed);
    }
    return jwks.refresh()
        .compose(
            read -> {
              JwtKeys newer = jwks.keysOrNull();
              return newer == null
                  ? Future.failedFuture(AuthProblems.keysUnknown())
                  : verify(newer, signed);
            });
  }

  private Future<Principal> principal(Optional<JwtClaims.Claimed> claimed) {
    return claimed
        .filter(it -> it.holds(clock.wallMillis(), options.leewayMillis()))
        .map(it -> Future.succeededFuture(it.principal()))
        .orElseGet(() -> Future.failedFuture(AuthProblems.unauthenticated()));
  }

  /** A token, and what of it is looked at before its signature. */
  private record Signed(Header header, String token, String payload, byte[] hash) {}

  private record Header(String algorithm, String kidOrNull) {}

  /** The header of a token of a permitted algorithm. */
  private Optional<Header> header(String part) {
    return json(part)
        .filter(header -> header.path("alg").isTextual() && !header.has("crit"))
        .filter(header -> !header.has("kid") || header.path("kid").isTextual())
        .filter(header -> options.algorithms().contains(header.path("alg").textValue()))
        .map(header -> new Header(header.path("alg").textValue(), header.path("kid").textValue()));
  }

  private Future<Principal> verify(JwtKeys keys, Signed signed) {
    Header header = signed.header();
    Optional<JWTAuth> verifier = keys.verifier(header.kidOrNull(), header.algorithm());
    if (verifier.isEmpty()) {
      return Future.failedFuture(AuthProblems.unauthenticated());
    }
    return isSigned(verifier.get(), signed.token())
        .transform(
            good -> {
              Optional<JwtClaims.Claimed> claimed =
                  (good.succeeded() ? json(signed.payload()) : Optional.<JsonNode>empty())
                      .flatMap(claims::read);
              claimed.ifPresent(it -> verified.put(keys, signed.hash(), it));
              return principal(claimed);
            });
  }

  /** The library also looks at claims, and throws where one is of a type it does not expect. */
  private static Future<?> isSigned(JWTAuth verifier, String token) {
    try {
      return verifier.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** The JSON object in a part of a token, strictly read. */
  private static Optional<JsonNode> json(String part) {
    try {
      JsonNode tree = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(part));
      return Optional.ofNullable(tree).filter(JsonNode::isObject);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
  }
}
