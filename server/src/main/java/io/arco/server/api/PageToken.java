package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.json.Json;
import io.arco.ledger.Incarnation;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page of a list begins. Opaque to callers: base64url, without padding, of {@code
 * {"v":1,"list":[…],"after":"…","life":"…"}}.
 *
 * @param v the version of its shape
 * @param list which list: the operation and its path parameters
 * @param after the last name of the page before
 * @param life the id of the workspace's incarnation; null in the first
 */
record PageToken(int v, List<String> list, String after, String life) {
  /** The version of the shape. */
  static final int VERSION = 1;

  /** The longest token, in characters. */
  static final int MAX_LENGTH = 8192;

  /** The token of the page behind this name, good in this incarnation alone. */
  static String of(List<String> list, String after, Incarnation incarnation) {
    String life = incarnation.isFirst() ? null : incarnation.tag();
    byte[] json = Json.bytes(new PageToken(VERSION, list, after, life));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Reads a token of this list.
   *
   * @throws io.arco.problem.ProblemException INVALID_PAGE_TOKEN if it is not a token of this list
   */
  static PageToken parse(String text, List<String> list) {
    if (text.length() > MAX_LENGTH) {
      throw RequestProblems.pageToken();
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(UTF_8));
      PageToken token = Json.read(json, PageToken.class);
      if (token == null || token.v != VERSION || !list.equals(token.list) || token.after == null) {
        throw RequestProblems.pageToken();
      }
      return token;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw RequestProblems.pageToken();
    }
  }

  /**
   * Refuses a token from before a restore, or from another one: what it stands behind may never
   * have been.
   *
   * @throws io.arco.problem.ProblemException INVALID_PAGE_TOKEN
   */
  void check(Incarnation incarnation) {
    if (!incarnation.tag().equals(life == null ? "" : life)) {
      throw RequestProblems.pageToken();
    }
  }
}
