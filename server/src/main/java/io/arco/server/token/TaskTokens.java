package io.arco.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * Signs and verifies {@link TaskToken}s: {@code base64url(JSON).base64url(HMAC-SHA256)}, without
 * padding; what is signed is the text before the dot. Thread-safe.
 *
 * @param keys the secrets
 * @param clock tells when a token's time is over
 */
public record TaskTokens(SigningKeys keys, Clock clock) {
  /** The version of what is signed. */
  public static final int VERSION = 1;

  /** The longest token, in characters: names are at most 63 long. */
  public static final int MAX_LENGTH = 1_024;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** The token as text. */
  public String sign(TaskToken token) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("v", VERSION);
    json.setAll((ObjectNode) Json.MAPPER.valueToTree(token));
    String payload = ENCODER.encodeToString(Json.bytes(json));
    return payload + "." + ENCODER.encodeToString(keys.sign(payload.getBytes(US_ASCII)));
  }

  /**
   * What a text says, if one of the keys has signed it and its time is not over. Takes as long for
   * a wrong signature as for a right one.
   *
   * @throws ProblemException INVALID_TOKEN, without saying what is wrong but for the time
   */
  public TaskToken verify(String text) {
    int dot = text.indexOf('.');
    if (text.length() > MAX_LENGTH || dot < 1) {
      throw invalid();
    }
    String payload = text.substring(0, dot);
    byte[] given = decode(text.substring(dot + 1));
    if (!keys.verify(payload.getBytes(US_ASCII), UnaryOperator.identity(), given)) {
      throw invalid();
    }
    TaskToken token = read(decode(payload));
    if (token.expiresAt().toEpochMilli() <= clock.wallMillis()) {
      throw Problem.of(ErrorCode.INVALID_TOKEN, "The time of the task token is over.")
          .with("expiresAt", token.expiresAt().toString())
          .asException();
    }
    return token;
  }

  /** The time at which a token made now ends. */
  public Instant expiry(long lifeMillis) {
    return Instant.ofEpochMilli(clock.wallMillis() + lifeMillis);
  }

  private static TaskToken read(byte[] json) {
    try {
      JsonNode tree = Json.tree(json);
      if (tree.path("v").asInt() != VERSION) {
        throw invalid();
      }
      ((ObjectNode) tree).remove("v");
      return Json.MAPPER.treeToValue(tree, TaskToken.class);
    } catch (JsonProcessingException | UncheckedIOException e) {
      throw invalid();
    }
  }

  private static byte[] decode(String text) {
    try {
      byte[] bytes = DECODER.decode(text);
      // Other texts decode to the same bytes: only one of them is the token.
      return ENCODER.encodeToString(bytes).equals(text) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static ProblemException invalid() {
    return Problem.of(
            ErrorCode.INVALID_TOKEN, "This operation needs the token of the attempt it is about.")
        .asException();
  }
}
