package io.arco.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which configurations let callers in safely. */
final class AuthRulesTest {
  @Test
  void whoeverBindsTheWorldNeedsAuthAndTls() {
    List<String> broken = mistakes("auth", "tokens", "tokens.file", "x", "http.host", "0.0.0.0");
    assertEquals(1, broken.size(), broken::toString);
    assertTrue(broken.get(0).startsWith("http.host = 0.0.0.0"), broken::toString);
    assertTrue(broken.get(0).contains("tls.certFile"), broken::toString);
    Configs.inMemory(
        "auth", "tokens", "tokens.file", "x", "http.host", "0.0.0.0", "tls.allowPlaintext", "true");
    assertEquals(1, mistakes("http.host", "0.0.0.0", "tls.allowPlaintext", "true").size());
  }

  @Test
  void settingsOfAnotherKindOfAuthAreRefused() {
    assertEquals(1, mistakes("tokens.file", "x").size());
    assertEquals(1, mistakes("auth", "tokens").size());
    assertEquals(3, mistakes("auth", "jwt").size());
    assertEquals(
        1,
        mistakes(
                "auth",
                "jwt",
                "jwt.jwks",
                "file:x",
                "jwt.issuer",
                "i",
                "jwt.audience",
                "a",
                "jwt.algorithms",
                "HS256")
            .size());
    assertEquals(
        1,
        mistakes(
                "auth",
                "jwt",
                "jwt.jwks",
                "http://example.org/k",
                "jwt.issuer",
                "i",
                "jwt.audience",
                "a")
            .size());
    assertEquals(1, mistakes("tls.certFile", "x").size());
    assertEquals(1, mistakes("tls.allowPlaintext", "yes").size());
  }

  private static List<String> mistakes(String... settings) {
    return assertThrows(ConfigException.class, () -> Configs.inMemory(settings)).mistakes();
  }
}
