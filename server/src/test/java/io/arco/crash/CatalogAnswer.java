package io.arco.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * What a server answered.
 *
 * @param status of HTTP
 * @param text the body
 * @param sequence that of {@code X-Arco-Sequence}
 * @param replayed whether it is said to be the answer of an earlier request
 */
record CatalogAnswer(int status, String text, long sequence, boolean replayed) {
  JsonNode json() {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean isSuccess() {
    return status == 200 || status == 201;
  }

  /** The id of what was created, deleted or read. */
  String id() {
    return json().path("id").asText();
  }

  /** The problem's code; empty for a success. */
  String code() {
    return json().path("code").asText();
  }

  /** Whether the server says that nobody knows. */
  boolean isUnknown() {
    return code().equals("OUTCOME_UNKNOWN");
  }

  @Override
  public String toString() {
    return status + (replayed ? " replayed " : " ") + text;
  }
}
