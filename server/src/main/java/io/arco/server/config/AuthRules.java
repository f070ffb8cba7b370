package io.arco.server.config;

import io.arco.server.config.ArcoConfig.Auth;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rules between the keys that say who may call, and how safely. */
final class AuthRules {
  /** The algorithms there are: none of them takes a secret. */
  static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  private final LoadedConfig loaded;
  private final ArcoConfig config;
  private final List<String> broken;

  private AuthRules(LoadedConfig loaded, List<String> broken) {
    this.loaded = loaded;
    this.config = loaded.config();
    this.broken = broken;
  }

  /** Adds a line for each rule that is broken. */
  static void check(LoadedConfig loaded, List<String> broken) {
    AuthRules rules = new AuthRules(loaded, broken);
    rules.checkListener("http.host", loaded.config().http().host());
    if (loaded.config().flight().port() >= 0) {
      rules.checkListener("flight.host", loaded.config().flight().host());
    }
    rules.checkTls();
    rules.checkTokens();
    rules.checkJwt();
  }

  private void checkListener(String key, String host) {
    if (ConfigRules.isLoopback(host)) {
      return;
    }
    if (config.auth() == Auth.NONE) {
      say(key, "only a loopback address can be bound while " + loaded.describe("auth"));
    } else if (config.tls().certFile().isEmpty() && !config.tls().allowPlaintext()) {
      say(
          key,
          "only a loopback address can be bound without TLS: set tls.certFile and tls.keyFile, or"
              + " tls.allowPlaintext behind a proxy that ends TLS");
    }
  }

  private void checkTls() {
    AuthSettings.Tls tls = config.tls();
    if (tls.certFile().isEmpty() != tls.keyFile().isEmpty()) {
      say("tls.certFile", "goes together with " + loaded.describe("tls.keyFile"));
    }
    checkPath("tls.certFile", tls.certFile());
    checkPath("tls.keyFile", tls.keyFile());
  }

  private void checkTokens() {
    checkUse("tokens.file", config.tokens().file(), Auth.TOKENS);
    checkPath("tokens.file", config.tokens().file());
  }

  private void checkJwt() {
    AuthSettings.Jwt jwt = config.jwt();
    checkUse("jwt.jwks", jwt.jwks(), Auth.JWT);
    checkUse("jwt.issuer", jwt.issuer(), Auth.JWT);
    checkUse("jwt.audience", jwt.audience(), Auth.JWT);
    if (!jwt.jwks().isEmpty() && !isLocation(jwt.jwks())) {
      say("jwt.jwks", "must be file:PATH, https://…, or http://… on a loopback address");
    }
    List<String> algorithms = Arrays.asList(jwt.algorithms().split(",", -1));
    if (!ALGORITHMS.containsAll(algorithms)) {
      say(
          "jwt.algorithms",
          "must be some of " + String.join(",", ALGORITHMS.stream().sorted().toList()));
    }
    for (String key : List.of("name", "tenant", "workspaces", "groups", "roles")) {
      String path = "jwt." + key + "Claim";
      if (loaded.values().get(path).toString().isEmpty()) {
        say(path, "must name a claim");
      }
    }
  }

  /** A key without which that kind of auth is none, and which without it would be idle. */
  private void checkUse(String key, String value, Auth kind) {
    boolean isUsed = config.auth() == kind;
    if (isUsed && value.isEmpty()) {
      say(key, "is needed while " + loaded.describe("auth"));
    } else if (!isUsed && !value.isEmpty()) {
      say(key, "means nothing while " + loaded.describe("auth"));
    }
  }

  private void checkPath(String key, String value) {
    if (!isPath(value)) {
      say(key, "is no path");
    }
  }

  private static boolean isPath(String text) {
    try {
      return Path.of(text).getNameCount() > 0;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isLocation(String jwks) {
    try {
      if (jwks.startsWith("file:")) {
        return jwks.length() > "file:".length() && isPath(jwks.substring("file:".length()));
      }
      URI uri = URI.create(jwks);
      return uri.getHost() != null
          && uri.getUserInfo() == null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && ConfigRules.isLoopback(uri.getHost())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void say(String key, String what) {
    broken.add(loaded.describe(key) + ": " + what);
  }
}
