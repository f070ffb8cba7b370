package io.arco.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.arco.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Signs JWTs with keys of its own, and serves their public halves on loopback. */
public final class TokenIssuer implements AutoCloseable {
  /** Its name. */
  public static final String ISSUER = "https://login.example.org/";

  /** Whom its tokens are for. */
  public static final String AUDIENCE = "arco";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer http;
  private final Map<String, KeyPair> keys = new LinkedHashMap<>();
  private final List<Map<String, Object>> published = new ArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile boolean isDown;

  /** Listens, and has no keys yet. */
  public TokenIssuer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext(
        "/keys",
        exchange -> {
          reads.incrementAndGet();
          byte[] bytes = jwks().getBytes(UTF_8);
          exchange.sendResponseHeaders(isDown ? 500 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/keys";
  }

  /** How often its keys were asked for. */
  int reads() {
    return reads.get();
  }

  /** Whether it has trouble. */
  void down(boolean now) {
    isDown = now;
  }

  /** The keys as they are published now. */
  public synchronized String jwks() {
    return new String(Json.bytes(Map.of("keys", published)), UTF_8);
  }

  /** Makes a key and publishes it, without saying for which algorithm it is. */
  public synchronized void publish(String kid, String algorithm) {
    try {
      KeyPair pair = pair(algorithm);
      keys.put(kid, pair);
      Map<String, Object> jwk = jwk(pair, algorithm);
      jwk.put("kid", kid);
      jwk.put("use", "sig");
      published.add(jwk);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes this besides, as it is. */
  synchronized void publish(Map<String, Object> jwk) {
    published.add(jwk);
  }

  /** Publishes a key no more; it still can sign with it. */
  public synchronized void withdraw(String kid) {
    published.removeIf(jwk -> kid.equals(jwk.get("kid")));
  }

  synchronized KeyPair key(String kid) {
    return keys.get(kid);
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    if (algorithm.equals("EdDSA")) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    if (algorithm.startsWith("ES")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve(algorithm)[0]));
      return generator.generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String[] curve(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> new String[] {"secp256r1", "P-256"};
      case "ES384" -> new String[] {"secp384r1", "P-384"};
      default -> new String[] {"secp521r1", "P-521"};
    };
  }

  private static Map<String, Object> jwk(KeyPair pair, String algorithm) {
    Map<String, Object> jwk = new LinkedHashMap<>();
    if (pair.getPublic() instanceof RSAPublicKey rsa) {
      jwk.put("kty", "RSA");
      jwk.put("n", number(rsa.getModulus(), 256));
      jwk.put("e", number(rsa.getPublicExponent(), 3));
    } else if (pair.getPublic() instanceof ECPublicKey ec) {
      int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
      jwk.put("kty", "EC");
      jwk.put("crv", curve(algorithm)[1]);
      jwk.put("x", number(ec.getW().getAffineX(), bytes));
      jwk.put("y", number(ec.getW().getAffineY(), bytes));
    } else if (pair.getPublic() instanceof EdECPublicKey) {
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] raw = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      jwk.put("kty", "OKP");
      jwk.put("crv", "Ed25519");
      jwk.put("x", BASE64.encodeToString(raw));
    }
    return jwk;
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] padded = new byte[length];
    int copied = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - copied, padded, length - copied, copied);
    return BASE64.encodeToString(padded);
  }

  /** Good claims of a writer of a tenant, for an hour. */
  public static ObjectNode claims(String name, String tenant) {
    ObjectNode claims =
        Json.MAPPER
            .createObjectNode()
            .put("iss", ISSUER)
            .put("aud", AUDIENCE)
            .put("sub", name)
            .put("exp", Instant.now().getEpochSecond() + 3_600)
            .put("tenant", tenant);
    claims.putArray("workspaces").add("*");
    claims.putArray("roles").add("other").add("writer");
    return claims;
  }

  /** A token of these claims. */
  public String token(String kid, String algorithm, ObjectNode claims) {
    String head = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}";
    return token(head, key(kid), algorithm, claims.toString());
  }

  /** A token of any header and claims, signed by this key. */
  static String token(String header, KeyPair key, String algorithm, String claims) {
    String signed = part(header) + "." + part(claims);
    return signed + "." + BASE64.encodeToString(sign(key, algorithm, signed));
  }

  /** Part of a token. */
  public static String part(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }

  private static byte[] sign(KeyPair key, String algorithm, String text) {
    try {
      String bits = algorithm.substring(2);
      Signature signature =
          switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> Signature.getInstance("RSASSA-PSS");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> Signature.getInstance("Ed25519");
          };
      if (algorithm.startsWith("PS")) {
        String hash = "SHA-" + bits;
        signature.setParameter(
            new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
      }
      signature.initSign(key.getPrivate());
      signature.update(text.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A configuration that trusts it. */
  String[] settings(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "auth", "jwt", "jwt.jwks", url(), "jwt.issuer", ISSUER, "jwt.audience", AUDIENCE));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
