package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.store.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of tokens whose signatures are good, and for how long. */
final class VerifiedTokensTest {
  private static final String SET =
      """
      {"keys":[{"kty":"EC","crv":"P-256","kid":"k",
       "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
       "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
      """;

  private final JwtKeys keys = keys();
  private final VerifiedTokens tokens = new VerifiedTokens(3);

  private static JwtKeys keys() {
    return JwtKeys.parse(null, SET.getBytes(StandardCharsets.UTF_8), List.of("ES256"));
  }

  private static JwtClaims.Claimed claimed(String name) {
    return new JwtClaims.Claimed(
        new Principal(
            name, Optional.of(new Tenant("acme")), List.of("*"), Set.of(), Optional.empty()),
        1_000,
        2_000);
  }

  private static byte[] hash(String token) {
    return NewToken.hash(token);
  }

  private Optional<String> name(JwtKeys by, String token) {
    return tokens.get(by, hash(token)).map(it -> it.principal().name());
  }

  @Test
  void aTokenIsKnownByTheKeysThatHaveVerifiedIt() {
    tokens.put(keys, hash("a"), claimed("ann"));
    assertEquals(Optional.of("ann"), name(keys, "a"));
    assertEquals(Optional.empty(), name(keys, "b"));
    assertEquals(Optional.empty(), name(null, "a"));
  }

  @Test
  void nothingIsKnownByKeysThatWereReadLater() {
    tokens.put(keys, hash("a"), claimed("ann"));
    JwtKeys later = keys();
    assertEquals(Optional.empty(), name(later, "a"));
    tokens.put(later, hash("b"), claimed("bob"));
    assertEquals(1, tokens.size());
    assertEquals(Optional.empty(), name(keys, "b"));
    assertEquals(Optional.of("bob"), name(later, "b"));
  }

  @Test
  void theOneUsedLeastRecentlyMakesRoom() {
    for (String token : List.of("a", "b", "c")) {
      tokens.put(keys, hash(token), claimed(token));
    }
    name(keys, "a");
    tokens.put(keys, hash("d"), claimed("d"));
    assertEquals(3, tokens.size());
    assertEquals(Optional.empty(), name(keys, "b"));
    assertEquals(Optional.of("a"), name(keys, "a"));
  }

  @Test
  void whatIsKnownHoldsNoLongerThanItSays() {
    JwtClaims.Claimed claimed = claimed("ann");
    assertEquals(
        List.of(false, true, true, false),
        List.of(
            claimed.holds(999, 0),
            claimed.holds(1_000, 0),
            claimed.holds(1_999, 0),
            claimed.holds(2_000, 0)));
    assertEquals(
        List.of(false, true, true, false),
        List.of(
            claimed.holds(989, 10),
            claimed.holds(990, 10),
            claimed.holds(2_009, 10),
            claimed.holds(2_010, 10)));
  }
}
