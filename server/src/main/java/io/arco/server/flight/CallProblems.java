package io.arco.server.flight;

import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Problems as Flight tells them: a status, a text of one line that begins with the code and ends
 * with the details as JSON, and trailers with code and details.
 */
final class CallProblems {
  static final String CODE = "arco-code";
  static final String RETRYABLE = "arco-retryable";
  private static final Logger LOG = LoggerFactory.getLogger(CallProblems.class);

  private CallProblems() {}

  /** What a call fails with. */
  static FlightRuntimeException of(Throwable failure) {
    if (failure instanceof FlightRuntimeException told) {
      return told;
    }
    if ((failure instanceof CompletionException || failure instanceof ExecutionException)
        && failure.getCause() != null) {
      return of(failure.getCause());
    }
    if (failure instanceof ProblemException problem) {
      return of(problem.problem());
    }
    LOG.error("a Flight call failed", failure);
    return of(Problem.of(ErrorCode.INTERNAL, "The call failed."));
  }

  /** The same of a problem. */
  static FlightRuntimeException of(Problem problem) {
    ErrorFlightMetadata trailers = new ErrorFlightMetadata();
    trailers.insert(CODE, problem.code().name());
    trailers.insert(RETRYABLE, Boolean.toString(problem.code().retryable()));
    String details =
        problem.details().isEmpty()
            ? ""
            : " " + new String(Json.bytes(problem.details()), StandardCharsets.UTF_8);
    return status(problem.code())
        .withDescription(problem.code() + ": " + problem.text() + details)
        .withMetadata(trailers)
        .toRuntimeException();
  }

  /** Flight has fewer statuses than gRPC. */
  private static CallStatus status(ErrorCode code) {
    return switch (code.grpcStatus()) {
      case "INVALID_ARGUMENT" -> CallStatus.INVALID_ARGUMENT;
      case "FAILED_PRECONDITION", "ABORTED" ->
          code.retryable() ? CallStatus.UNAVAILABLE : CallStatus.INVALID_ARGUMENT;
      case "NOT_FOUND" -> CallStatus.NOT_FOUND;
      case "ALREADY_EXISTS" -> CallStatus.ALREADY_EXISTS;
      case "UNAUTHENTICATED" -> CallStatus.UNAUTHENTICATED;
      case "PERMISSION_DENIED" -> CallStatus.UNAUTHORIZED;
      case "UNIMPLEMENTED" -> CallStatus.UNIMPLEMENTED;
      case "UNAVAILABLE" -> CallStatus.UNAVAILABLE;
      case "RESOURCE_EXHAUSTED" -> CallStatus.RESOURCE_EXHAUSTED;
      case "CANCELLED" -> CallStatus.CANCELLED;
      case "DEADLINE_EXCEEDED" -> CallStatus.TIMED_OUT;
      default -> CallStatus.INTERNAL;
    };
  }

  /** Waits for a value on a thread that may wait, and throws what it failed with. */
  static <T> T await(Future<T> future, long timeoutMillis) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw of(Problem.of(ErrorCode.QUERY_TIMEOUT, "The call took longer than it may."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw of(Problem.of(ErrorCode.UNAVAILABLE, "The server is going down."));
    } catch (ExecutionException e) {
      throw of(e);
    }
  }
}
