package io.arco.server.api;

import io.arco.catalog.EntityKind;
import io.arco.ledger.Caller;
import io.arco.ledger.IdempotencyKey;
import io.arco.server.auth.Admission;
import io.arco.store.Workspace;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One request as its operation sees it: parsed, bounded, with problems that name what is wrong.
 * Used on its event loop until the handler has returned; the getters of parsed values may be used
 * later from any thread.
 */
public final class Exchange {
  private static final byte[] NO_BODY = new byte[0];

  private final ApiCall call;
  private final Operation operation;
  private final Admission admission;
  private final Hold hold;
  private final MultiMap query;
  private byte[] body = NO_BODY;

  /** Has someone told when the call would not be let pass any more, until what is given is run. */
  @FunctionalInterface
  interface Hold {
    Runnable until(Consumer<Throwable> refused);
  }

  Exchange(ApiCall call, Operation operation, Admission admission, Hold hold) {
    this.call = call;
    this.operation = operation;
    this.admission = admission;
    this.hold = hold;
    this.query = call.query();
  }

  /** Refuses parameters that the operation does not have, and any that is given twice. */
  void checkQuery(Set<String> known) {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        throw RequestProblems.unknownParameter(name);
      }
      if (query.getAll(name).size() > 1) {
        throw RequestProblems.repeatedParameter(name);
      }
    }
  }

  void take(byte[] bytes) {
    body = bytes;
  }

  /** The request's id. */
  public String requestId() {
    return call.trace().requestId();
  }

  /** Whose workspace is meant. */
  public Workspace workspace() {
    return admission.workspace();
  }

  /** Log and answers may name this workspace: the caller has proved that he knows it. */
  void prove(Workspace workspace) {
    call.trace().workspace(workspace);
  }

  /** Who calls, for the journal. */
  public Caller caller() {
    return new Caller(admission.principal(), requestId());
  }

  /** Whether the caller may there what admins may. */
  boolean isAdmin() {
    return admission.isAdmin();
  }

  /** Whether the end of a body of unknown length can be told from a break. */
  boolean isEndTold() {
    return call.isEndTold();
  }

  /** Whether it came by gRPC. */
  boolean isGrpc() {
    return call.isGrpc();
  }

  /** Runs this when the caller is gone before it was answered in full. Call it on the loop. */
  public void whenGone(Runnable task) {
    call.onEnd(
        answered -> {
          if (!answered) {
            task.run();
          }
        });
  }

  /**
   * Runs this on the loop when the caller would not be let pass any more, and is not answered in
   * full yet: for what goes on, as streams do. Call it on the loop.
   *
   * @param task is told why: a problem of the catalogue
   */
  public void whenRefused(Consumer<Throwable> task) {
    Context loop = Vertx.currentContext();
    Runnable release = hold.until(refused -> loop.runOnContext(ignored -> task.accept(refused)));
    call.onEnd(answered -> release.run());
  }

  /** The path of what it is about, escapes kept. */
  public String path() {
    return call.path();
  }

  /** Under which address the caller reached the server: {@code http://host:port}. */
  public String origin() {
    return call.origin();
  }

  /** Whether the caller says that it reads what stands behind a body (RFC 9110, 10.1.4). */
  boolean readsTrailers() {
    return header(ArcoHeaders.TE)
        .filter(
            codings ->
                Arrays.stream(codings.split(","))
                    .map(String::strip)
                    .anyMatch("trailers"::equalsIgnoreCase))
        .isPresent();
  }

  /** Whether the answer's head alone is asked for. */
  public boolean isHeadOnly() {
    return call.isHeadOnly();
  }

  /** The answer, a problem too, is to have this header, where it has headers of HTTP. */
  void answerHeader(String name, String value) {
    call.answerHeader(name, value);
  }

  /** Has this done when the connection is to be closed once this is answered. */
  void onShutdown(Runnable task) {
    call.onShutdown(task);
  }

  /** Has this done on the request's loop once it is answered, or its client is gone. */
  void onEnd(Runnable task) {
    call.onEnd(ignored -> task.run());
  }

  /**
   * A name in the path, its escapes resolved.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME if no such thing can have this name
   */
  public String pathName(String parameter) {
    return PathNames.checked(parameter, call.pathParameters().get(parameter));
  }

  /** A text in the path, its escapes resolved; any text that a path can hold. */
  public String pathText(String parameter) {
    return call.pathParameters().get(parameter);
  }

  /**
   * The names in the path that lead to an entity of a kind, from the top down.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME if no such thing can have one of them
   */
  public List<String> pathNames(EntityKind kind) {
    return kind.lineage().stream().map(level -> pathName(level.text())).toList();
  }

  /** A query parameter, if it is given. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /**
   * A number among the query parameters.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is out of bounds or no number
   */
  public long queryNumber(String name, long min, long max, long fallback) {
    String text = query.get(name);
    if (text == null) {
      return fallback;
    }
    long value = Numbers.parse(text, min, max);
    if (value < min) {
      throw RequestProblems.parameter(name, text, "a whole number from " + min + " to " + max);
    }
    return value;
  }

  /**
   * A truth value among the query parameters, false if it is not given.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is neither true nor false
   */
  public boolean queryFlag(String name) {
    String text = query.get(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (!text.equals("true")) {
      throw RequestProblems.parameter(name, text, "true or false");
    }
    return true;
  }

  /** A request header, if it is given. */
  public Optional<String> header(CharSequence name) {
    return Optional.ofNullable(call.header(name));
  }

  /**
   * Which of these types the caller wants; the first if it does not care.
   *
   * @throws io.arco.problem.ProblemException NOT_ACCEPTABLE if none
   */
  public String accepted(List<String> offered) {
    return Accept.choose(call.header(HttpHeaders.ACCEPT), offered);
  }

  /**
   * The JSON body as a record.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, naming the field
   */
  public <T> T body(Class<T> type) {
    return BodyDecoder.decode(body, type);
  }

  /**
   * The least sequence the caller must see, the larger of parameter and header; 0 if neither is
   * given.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is no sequence
   */
  public long minSequence() {
    long parameter = queryNumber("minSequence", 0, Long.MAX_VALUE, 0);
    String header = call.header(ArcoHeaders.MIN_SEQUENCE);
    if (header == null) {
      return parameter;
    }
    long value = Numbers.parse(header, 0, Long.MAX_VALUE);
    if (value < 0) {
      throw RequestProblems.header(ArcoHeaders.MIN_SEQUENCE, header, "a whole number from 0");
    }
    return Math.max(parameter, value);
  }

  /** The body as it came. */
  public byte[] bytes() {
    return body;
  }

  /**
   * The caller's idempotency key with the hash of this request, or null. Call it after the body was
   * decoded.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if the key is not one
   */
  public IdempotencyKey idempotencyKey() {
    String key = call.header(ArcoHeaders.IDEMPOTENCY_KEY);
    if (key == null) {
      return null;
    }
    if (!RequestIds.isVisibleAscii(key, IdempotencyKey.MAX_LENGTH)) {
      throw RequestProblems.header(
          ArcoHeaders.IDEMPOTENCY_KEY,
          key,
          "1 to " + IdempotencyKey.MAX_LENGTH + " visible ASCII characters");
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    query.forEach(parameters::put);
    return new IdempotencyKey(
        key,
        RequestHash.of(
            operation.method().name(), operation.id(), call.pathParameters(), parameters, body));
  }

  /** The entity tags of If-None-Match, if it is given. */
  Optional<String> ifNoneMatch() {
    return header(HttpHeaders.IF_NONE_MATCH);
  }

  /**
   * Whether If-None-Match says that nothing may be there yet.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it says anything but {@code *}
   */
  boolean mustBeNew() {
    Optional<String> tags = ifNoneMatch();
    tags.filter(text -> !text.equals("*"))
        .ifPresent(
            text -> {
              throw RequestProblems.header("If-None-Match", text, "*");
            });
    return tags.isPresent();
  }

  /**
   * The tag of If-Match, or null if it is not given.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is not one tag of ours
   */
  EntityTag expectedTag() {
    return header(HttpHeaders.IF_MATCH).map(EntityTag::parse).orElse(null);
  }
}
