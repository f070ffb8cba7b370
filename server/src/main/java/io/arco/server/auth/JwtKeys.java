package io.arco.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of a JWKS (RFC 7517), each for the permitted algorithms of its own type. Keys of
 * other types and uses are passed over: whatever a set holds, no secret verifies anything.
 * Immutable; thread-safe.
 */
final class JwtKeys {
  /** The most keys of a set. */
  static final int MAX_KEYS = 100;

  /** The shortest modulus of RSA, in bytes. */
  static final int MIN_RSA_BYTES = 256;

  /** What of a key is public; nothing else is handed on. */
  private static final List<String> MEMBERS = List.of("kty", "kid", "crv", "x", "y", "n", "e");

  private static final Map<String, String> CURVES =
      Map.of("ES256", "P-256", "ES384", "P-384", "ES512", "P-521");

  private final Map<String, Map<String, JWTAuth>> byId = new HashMap<>();

  private JwtKeys() {}

  /**
   * Reads a set.
   *
   * @throws IllegalArgumentException if it is none, or holds no key that can be used
   */
  static JwtKeys parse(Vertx vertx, byte[] jwks, List<String> algorithms) {
    JsonNode keys = tree(jwks).path("keys");
    if (!keys.isArray() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("it is no JWKS of at most " + MAX_KEYS + " keys");
    }
    JwtKeys parsed = new JwtKeys();
    for (JsonNode key : keys) {
      for (String algorithm : algorithms) {
        if (isFor(key, algorithm)) {
          parsed.add(vertx, key, algorithm);
        }
      }
    }
    if (parsed.byId.isEmpty()) {
      throw new IllegalArgumentException("it holds no key for " + String.join(", ", algorithms));
    }
    return parsed;
  }

  private static JsonNode tree(byte[] jwks) {
    try {
      return Json.MAPPER.readTree(jwks);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes can be read", e);
    }
  }

  private void add(Vertx vertx, JsonNode key, String algorithm) {
    JsonObject jwk = new JsonObject().put("alg", algorithm);
    for (String member : MEMBERS) {
      if (key.path(member).isTextual()) {
        jwk.put(member, key.path(member).textValue());
      }
    }
    JWTAuth verifier;
    try {
      verifier =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addJwk(jwk)
                  .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("one of its keys can't be read", e);
    }
    byId.computeIfAbsent(key.path("kid").asText(""), id -> new HashMap<>())
        .putIfAbsent(algorithm, verifier);
  }

  private static boolean isFor(JsonNode key, String algorithm) {
    String said = key.path("alg").asText(algorithm);
    String use = key.path("use").asText("sig");
    return said.equals(algorithm) && use.equals("sig") && hasType(key, algorithm);
  }

  private static boolean hasType(JsonNode key, String algorithm) {
    String type = key.path("kty").asText();
    String curve = key.path("crv").asText();
    return switch (algorithm.substring(0, 2)) {
      case "RS", "PS" -> type.equals("RSA") && bytes(key.path("n").asText()) >= MIN_RSA_BYTES;
      case "ES" -> type.equals("EC") && curve.equals(CURVES.get(algorithm));
      case "Ed" -> type.equals("OKP") && curve.equals("Ed25519");
      default -> false;
    };
  }

  /** The length of a number without zeros before it. */
  private static int bytes(String base64) {
    try {
      byte[] number = Base64.getUrlDecoder().decode(base64);
      int zeros = 0;
      while (zeros < number.length && number[zeros] == 0) {
        zeros++;
      }
      return number.length - zeros;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  /**
   * Whether there is a key of this id.
   *
   * @param kidOrNull null: the only one there is
   */
  boolean has(String kidOrNull) {
    return kidOrNull == null ? byId.size() == 1 : byId.containsKey(kidOrNull);
  }

  /** What verifies a token by this key and algorithm, if the key is for it. */
  Optional<JWTAuth> verifier(String kidOrNull, String algorithm) {
    if (!has(kidOrNull)) {
      return Optional.empty();
    }
    Map<String, JWTAuth> key =
        kidOrNull == null ? byId.values().iterator().next() : byId.get(kidOrNull);
    return Optional.ofNullable(key.get(algorithm));
  }
}
