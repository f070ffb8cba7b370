package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Incarnation;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page of a list begins. Opaque to callers: base64url, without padding, of its JSON.
 * What is null is left out. A list of the catalog is bound to the sequence of its first page, so
 * that all pages show one state, whichever server answers.
 *
 * @param v the version of its shape
 * @param list which list: the operation and its path parameters
 * @param after the last name of the page before
 * @param life the id of the workspace's incarnation; null in the first
 * @param sequence the state that the list is of; null where a list is not bound to one
 * @param madeAt when a bound one was made, in epoch milliseconds; else null
 * @param asOf what the first page was asked as of, as it was said; else null
 * @param sum the beginning of the SHA-256 of the JSON without it: what was changed is told from
 *     what is old. It keeps nobody from making tokens, who may see what they show anyway
 */
@JsonPropertyOrder({"v", "list", "after", "life", "sequence", "madeAt", "asOf", "sum"})
record PageToken(
    int v,
    List<String> list,
    String after,
    String life,
    Long sequence,
    Long madeAt,
    String asOf,
    String sum) {
  /** The version of the shape. */
  static final int VERSION = 2;

  /** The longest token, in characters. */
  static final int MAX_LENGTH = 8192;

  /** How long a bound token is good, in milliseconds. */
  static final long GOOD_MILLIS = 15 * 60_000;

  private static final int SUM_LENGTH = 12;

  /** The token of the page behind this name, good in this incarnation alone. */
  static String of(List<String> list, String after, Incarnation incarnation) {
    return text(new PageToken(VERSION, list, after, lifeOf(incarnation), null, null, null, null));
  }

  /** The token of the page behind this name of a list as it is in this state. */
  static String bound(
      List<String> list, String after, WorkspaceState state, String asOf, long nowMillis) {
    return text(
        new PageToken(
            VERSION,
            list,
            after,
            lifeOf(state.incarnation()),
            state.sequence(),
            nowMillis,
            asOf,
            null));
  }

  private static String lifeOf(Incarnation incarnation) {
    return incarnation.isFirst() ? null : incarnation.tag();
  }

  private static String text(PageToken token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.bytes(token.with(token.computedSum())));
  }

  private PageToken with(String sumOrNull) {
    return new PageToken(v, list, after, life, sequence, madeAt, asOf, sumOrNull);
  }

  private String computedSum() {
    return Hash.of(Json.bytes(with(null))).hex().substring(0, SUM_LENGTH);
  }

  /**
   * Reads a token of this list.
   *
   * @throws ProblemException INVALID_PAGE_TOKEN if it is not a token of this list, or was changed
   */
  static PageToken parse(String text, List<String> list) {
    if (text.length() > MAX_LENGTH) {
      throw RequestProblems.pageToken();
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(UTF_8));
      PageToken token = Json.read(json, PageToken.class);
      if (token == null
          || token.v != VERSION
          || !list.equals(token.list)
          || token.after == null
          || !token.computedSum().equals(token.sum)) {
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
   * @throws ProblemException INVALID_PAGE_TOKEN
   */
  void check(Incarnation incarnation) {
    if (!incarnation.tag().equals(life == null ? "" : life)) {
      throw RequestProblems.pageToken();
    }
  }

  /**
   * Refuses one that is not bound to a state, whose time is over, or whose walk was begun as of
   * something else.
   *
   * @param askedAsOf what the request says, or null
   * @throws ProblemException INVALID_PAGE_TOKEN, PAGE_EXPIRED
   */
  void checkBound(String askedAsOf, long nowMillis) {
    if (sequence == null
        || sequence < 0
        || madeAt == null
        || (askedAsOf != null && !askedAsOf.equals(asOf))) {
      throw RequestProblems.pageToken();
    }
    if (nowMillis - madeAt > GOOD_MILLIS) {
      throw expired();
    }
  }

  /** The problem of a walk that can't be gone on with. */
  static ProblemException expired() {
    return Problem.of(
            ErrorCode.PAGE_EXPIRED, "This walk over the list is over; begin at the first page.")
        .with("goodMillis", GOOD_MILLIS)
        .asException();
  }
}
