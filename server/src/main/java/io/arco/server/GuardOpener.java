package io.arco.server;

import io.arco.server.auth.AuditLog;
import io.arco.server.auth.AuthSetupException;
import io.arco.server.auth.Authenticator;
import io.arco.server.auth.Guard;
import io.arco.server.auth.HostNames;
import io.arco.server.auth.JwtAuthenticator;
import io.arco.server.auth.JwtOptions;
import io.arco.server.auth.RateLimits;
import io.arco.server.auth.TokenFile;
import io.arco.server.config.ArcoConfig;
import io.arco.server.config.AuthSettings;
import io.arco.server.metrics.AuthMetrics;
import io.arco.server.owner.VertxScheduler;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens the guard of a server, as it is configured. */
final class GuardOpener {
  private final ServerParts parts;
  private final ArcoConfig config;
  private final AuthMetrics metrics;

  GuardOpener(ServerParts parts) {
    this.parts = parts;
    this.config = parts.config();
    this.metrics = new AuthMetrics(parts.registry());
  }

  /** The guard; fails with {@link AuthSetupException} for the person who starts the server. */
  Future<Guard> open() {
    return authenticator().map(this::guard);
  }

  private Guard guard(Authenticator authenticatorOrNull) {
    return new Guard(
        authenticatorOrNull,
        new HostNames(allowedHosts()),
        new RateLimits(config.rateLimit().perSecond(), config.rateLimit().burst(), parts.clock()),
        new AuditLog(parts.clock()),
        metrics,
        scheduler());
  }

  private Set<String> allowedHosts() {
    return Arrays.stream(config.http().allowedHosts().toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Null without auth. */
  private Future<Authenticator> authenticator() {
    return switch (config.auth()) {
      case NONE -> Future.succeededFuture();
      case TOKENS ->
          TokenFile.open(
                  Path.of(config.tokens().file()),
                  parts.clock(),
                  scheduler(),
                  parts.workers(),
                  metrics)
              .map(file -> file);
      case JWT -> jwt(config.jwt()).map(jwt -> jwt);
    };
  }

  private Future<JwtAuthenticator> jwt(AuthSettings.Jwt jwt) {
    return JwtAuthenticator.open(
        new JwtOptions(
            List.of(jwt.algorithms().split(",")),
            jwt.issuer(),
            jwt.audience(),
            jwt.leewayMillis(),
            jwt.nameClaim(),
            jwt.tenantClaim(),
            jwt.workspacesClaim(),
            jwt.groupsClaim(),
            jwt.rolesClaim()),
        jwt.jwks(),
        jwt.refreshMillis(),
        jwt.unknownKeyMillis(),
        parts.vertx(),
        parts.clock(),
        scheduler(),
        parts.workers(),
        metrics);
  }

  private VertxScheduler scheduler() {
    return new VertxScheduler(parts.vertx().getOrCreateContext());
  }
}
