package io.arco.server;

import static io.arco.server.JwtServer.CATALOGS;
import static io.arco.server.JwtServer.ask;
import static io.arco.server.JwtServer.good;
import static io.arco.server.JwtServer.head;
import static io.arco.server.JwtServer.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that knows its callers by JWTs. */
final class JwtApiTest {
  private static final String EVERY_ALGORITHM =
      "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA";

  private final JwtServer jwt = new JwtServer();
  private final TokenIssuer issuer = jwt.issuer();

  @AfterEach
  void stop() {
    jwt.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
      })
  void aTokenOfAPermittedAlgorithmIsGood(String algorithm) {
    issuer.publish("k", algorithm);
    ContractClient client = jwt.start("jwt.algorithms", EVERY_ALGORITHM);
    String token = issuer.token("k", algorithm, TokenIssuer.claims("ann", "acme"));
    ask(client, token).expect(200);
    int last = token.length() - 20;
    char other = token.charAt(last) == 'A' ? 'B' : 'A';
    refused(client, token.substring(0, last) + other + token.substring(last + 1));
  }

  @Test
  void thePrincipalIsWhoTheClaimsSay() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    ObjectNode claims = TokenIssuer.claims("ann", "acme").put("workspaces", "lab shop");
    String writer = "Bearer " + issuer.token("k", "RS256", claims);
    client.post(CATALOGS, "{\"name\":\"c\"}", "Authorization", writer).expect(201);
    client.get(CATALOGS + "/c", "Authorization", writer, "X-Arco-Workspace", "lab").expect(200);
    client
        .get(CATALOGS + "/c", "Authorization", writer, "X-Arco-Workspace", "shop")
        .expect(404, "CATALOG_NOT_FOUND");
    client
        .get(CATALOGS + "/c", "Authorization", writer, "X-Arco-Workspace", "attic")
        .expect(404, "WORKSPACE_NOT_FOUND");
    client.get("/metrics", "Authorization", writer).expect(403, "PERMISSION_DENIED");
    claims.putArray("roles").add("reader");
    String reader = "Bearer " + issuer.token("k", "RS256", claims);
    client
        .post(CATALOGS, "{\"name\":\"d\"}", "Authorization", reader)
        .expect(403, "PERMISSION_DENIED");
    claims.remove("roles");
    String nobody = "Bearer " + issuer.token("k", "RS256", claims);
    client.get(CATALOGS, "Authorization", nobody).expect(403, "PERMISSION_DENIED");
    claims.remove("workspaces");
    String nowhere = "Bearer " + issuer.token("k", "RS256", claims);
    client.get(CATALOGS, "Authorization", nowhere).expect(404, "WORKSPACE_NOT_FOUND");
  }

  @Test
  void theNamesOfClaimsAreConfigured() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start("jwt.nameClaim", "email", "jwt.tenantClaim", "org");
    ObjectNode claims = TokenIssuer.claims("ann", "acme");
    refused(client, issuer.token("k", "RS256", claims));
    claims.put("email", "ann@acme.example").put("org", "acme");
    ask(client, issuer.token("k", "RS256", claims)).expect(200);
  }

  @Test
  void theAudienceMayBeOneOfMany() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    ObjectNode claims = TokenIssuer.claims("ann", "acme");
    claims.putArray("aud").add("other").add("arco");
    ask(client, issuer.token("k", "RS256", claims)).expect(200);
  }

  @Test
  void claimsThatAreNotForThisServerNowProveNothing() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    long now = Instant.now().getEpochSecond();
    for (ObjectNode wrong :
        new ObjectNode[] {
          good().put("aud", "other"),
          without("aud"),
          good().put("iss", "https://evil.example/"),
          without("iss"),
          good().put("exp", now - 61),
          without("exp"),
          good().put("exp", "" + (now + 100)),
          good().put("nbf", now + 100),
          good().put("nbf", "soon"),
          without("sub"),
          good().put("sub", "arco"),
          good().put("sub", "a b"),
          good().put("sub", 7),
          without("tenant"),
          good().put("tenant", "Not A Name"),
          good().put("roles", 7),
        }) {
      refused(client, issuer.token("k", "RS256", wrong));
    }
    ask(client, issuer.token("k", "RS256", good().put("exp", now - 10))).expect(200);
    ask(client, issuer.token("k", "RS256", good().put("nbf", now + 10))).expect(200);
  }

  private static ObjectNode without(String claim) {
    ObjectNode claims = good();
    claims.remove(claim);
    return claims;
  }

  @Test
  void aTokenThatAnotherSignedIsForged() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    try (TokenIssuer other = new TokenIssuer()) {
      other.publish("k", "RS256");
      refused(client, other.token("k", "RS256", good()));
      other.publish("k2", "RS256");
      refused(client, other.token("k2", "RS256", good()));
    }
  }

  @Test
  void theAlgorithmIsOursToChoose() throws GeneralSecurityException {
    issuer.publish("rsa", "RS256");
    issuer.publish("ec", "ES256");
    ContractClient client = jwt.start();
    ask(client, issuer.token("rsa", "RS256", good())).expect(200);
    ask(client, issuer.token("ec", "ES256", good())).expect(200);
    // Good signatures of algorithms that are not configured, or not of the key's type.
    refused(client, issuer.token("rsa", "RS512", good()));
    refused(client, issuer.token("rsa", "PS256", good()));
    String crossed = issuer.token("rsa", "RS256", good());
    refused(client, head("{\"alg\":\"ES256\",\"kid\":\"rsa\"}") + rest(crossed));
    refused(client, head("{\"alg\":\"RS256\",\"kid\":\"ec\"}") + rest(crossed));
    // None at all, in every spelling.
    for (String none : new String[] {"none", "None", "NONE", ""}) {
      String header = head("{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}");
      refused(client, header + "." + TokenIssuer.part(good().toString()) + ".");
      refused(client, header + rest(crossed));
    }
    // The public key as a secret.
    byte[] publicKey = issuer.key("rsa").getPublic().getEncoded();
    byte[] pem =
        ("-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n")
            .getBytes(UTF_8);
    for (byte[] secret : new byte[][] {publicKey, pem}) {
      String signed =
          head("{\"alg\":\"HS256\",\"kid\":\"rsa\"}") + "." + TokenIssuer.part(good().toString());
      refused(client, signed + "." + hmac(secret, signed));
    }
  }

  @Test
  void aKeySetWithASecretInItVerifiesNothingByIt() throws GeneralSecurityException {
    byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    Map<String, Object> symmetric = new LinkedHashMap<>();
    symmetric.put("kty", "oct");
    symmetric.put("kid", "s");
    symmetric.put("alg", "HS256");
    symmetric.put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    issuer.publish(symmetric);
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    String signed =
        head("{\"alg\":\"HS256\",\"kid\":\"s\"}") + "." + TokenIssuer.part(good().toString());
    refused(client, signed + "." + hmac(secret, signed));
    ask(client, issuer.token("k", "RS256", good())).expect(200);
  }

  private static String hmac(byte[] secret, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac.doFinal(text.getBytes(UTF_8)));
  }

  private static String rest(String token) {
    return token.substring(token.indexOf('.'));
  }

  @Test
  void aHeaderOfAnotherKindProvesNothing() {
    issuer.publish("k", "RS256");
    issuer.publish("k2", "RS256");
    ContractClient client = jwt.start();
    for (String header :
        new String[] {
          "{\"alg\":\"RS256\"}",
          "{\"alg\":\"RS256\",\"kid\":7}",
          "{\"alg\":[\"RS256\"],\"kid\":\"k\"}",
          "{\"kid\":\"k\"}",
          "{\"alg\":\"RS256\",\"kid\":\"k\",\"crit\":[\"exp\"]}",
          "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"k\"}",
          "[]",
          "null",
          "7",
          "{"
        }) {
      refused(client, TokenIssuer.token(header, issuer.key("k"), "RS256", good().toString()));
    }
    String good = issuer.token("k", "RS256", good());
    for (String token :
        new String[] {good + ".x", "." + good, good.substring(1), "a.b.c", "..", "é.é.é"}) {
      int status = client.send("GET", CATALOGS, null, "Authorization", "Bearer " + token).status();
      assertEquals(401, status, token);
    }
    String twice = "{\"sub\":\"eve\"," + good().toString().substring(1);
    refused(
        client,
        TokenIssuer.token("{\"alg\":\"RS256\",\"kid\":\"k\"}", issuer.key("k"), "RS256", twice));
  }

  @Test
  void oneKeyNeedsNoName() {
    issuer.publish("k", "RS256");
    ContractClient client = jwt.start();
    String token =
        TokenIssuer.token("{\"alg\":\"RS256\"}", issuer.key("k"), "RS256", good().toString());
    ask(client, token).expect(200);
  }
}
