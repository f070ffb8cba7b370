package io.arco.server.api;

import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and problems: the only code that touches a response. Used on its event loop. */
final class ResponseWriter {
  /** The type of problems (RFC 9457). */
  static final String PROBLEM_JSON = "application/problem+json";

  /** What {@code type} begins with; the code follows. */
  static final String PROBLEM_TYPE = "urn:arco:problem:";

  /** When to try again what is retryable, in seconds. */
  static final String RETRY_AFTER_SECONDS = "1";

  private static final Logger LOG = LoggerFactory.getLogger(ResponseWriter.class);
  private static final CharSequence NO_SNIFF =
      HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence WWW_AUTHENTICATE =
      HttpHeaders.createOptimized("WWW-Authenticate");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("private, no-cache");

  private final LoopClock clock;

  ResponseWriter(LoopClock clock) {
    this.clock = clock;
  }

  /** Sends an answer. */
  void send(HttpServerResponse response, String requestId, Reply reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    head(response, reply.status(), requestId, reply.sequence());
    for (int i = 0; i + 1 < reply.headers().size(); i += 2) {
      response.putHeader(reply.headers().get(i), reply.headers().get(i + 1));
    }
    if (reply.contentType() != null) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
    }
    if (reply.stream() != null) {
      stream(response, requestId, reply);
    } else if (reply.body() == null) {
      response.end();
    } else {
      response.end(reply.body());
    }
  }

  private static void stream(HttpServerResponse response, String requestId, Reply reply) {
    response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
    if (!reply.trailers().isEmpty()) {
      response.putHeader(ArcoHeaders.TRAILER, String.join(", ", reply.trailers().keySet()));
    }
    Future<Void> sent = reply.stream().pipe().endOnComplete(false).to(response);
    sent.onSuccess(
        ignored -> {
          reply.trailers().forEach((name, value) -> response.putTrailer(name, value.get()));
          response.end();
        });
    sent.onFailure(
        failure -> {
          cutOff(requestId, failure);
          // No end mark: the client must not take what it has for the whole.
          response.reset();
        });
  }

  /** What is in the catalogue needs no trace. */
  private static void cutOff(String requestId, Throwable failure) {
    if (failure instanceof ProblemException known) {
      LOG.atInfo()
          .addKeyValue("requestId", requestId)
          .addKeyValue("code", known.problem().code())
          .log("answer cut off");
    } else {
      LOG.atWarn().addKeyValue("requestId", requestId).setCause(failure).log("answer cut off");
    }
  }

  /** Sends the problem that a failure stands for; what nobody foresaw is logged and INTERNAL. */
  void fail(HttpServerResponse response, String requestId, Throwable failure, long sequence) {
    problem(response, requestId, problemOf(failure, requestId), sequence);
  }

  /** The problem that a failure stands for; what nobody foresaw is logged and INTERNAL. */
  static Problem problemOf(Throwable failure, String requestId) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    LOG.atError()
        .addKeyValue("requestId", requestId)
        .setCause(failure)
        .log("a request failed in a way nobody foresaw");
    return Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side.");
  }

  /** Sends a problem. */
  void problem(HttpServerResponse response, String requestId, Problem problem, long sequence) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    ErrorCode code = problem.code();
    head(response, code.httpStatus(), requestId, sequence);
    if (code.retryable() && (code.httpStatus() == 503 || code.httpStatus() == 429)) {
      Object seconds = problem.details().getOrDefault("retryAfterSeconds", RETRY_AFTER_SECONDS);
      response.putHeader(HttpHeaders.RETRY_AFTER, seconds.toString());
    }
    if (code.httpStatus() == 401) {
      response.putHeader(WWW_AUTHENTICATE, "Bearer");
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
    response.end(Buffer.buffer(json(problem, requestId)));
  }

  /** The problem's body. */
  static byte[] json(Problem problem, String requestId) {
    ErrorCode code = problem.code();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", PROBLEM_TYPE + code.name());
    json.put("title", title(code));
    json.put("status", code.httpStatus());
    json.put("code", code.name());
    json.put("detail", problem.text());
    json.put("requestId", requestId);
    json.put("retryable", code.retryable());
    if (!problem.details().isEmpty()) {
      json.put("details", problem.details());
    }
    return Json.bytes(json);
  }

  private static String title(ErrorCode code) {
    String words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private void head(HttpServerResponse response, int status, String requestId, long sequence) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.DATE, clock.date())
        .putHeader(ArcoHeaders.REQUEST_ID, requestId)
        .putHeader(ArcoHeaders.SEQUENCE, Long.toString(sequence))
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
        .putHeader(NO_SNIFF, NOSNIFF);
  }
}
