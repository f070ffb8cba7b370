package io.arco.store.s3;

import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the answers and failures of S3 mean. Texts name the operation, the key and the code. */
final class S3Failures {
  /** The key is not there. A HEAD has no body, and so no code. */
  private static final String NO_SUCH_KEY = "NoSuchKey";

  /** Said before anything of the body is looked at: the put is not done and never will be. */
  private static final Set<String> REFUSED_BEFOREHAND =
      Set.of(
          "AccessDenied",
          "AccountProblem",
          "AllAccessDisabled",
          "AuthorizationHeaderMalformed",
          "EntityTooLarge",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidArgument",
          "InvalidBucketName",
          "InvalidRequest",
          "InvalidToken",
          "KeyTooLongError",
          "MethodNotAllowed",
          "NoSuchBucket",
          "NotImplemented",
          "PermanentRedirect",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  /** Of those, what may pass: time goes by, tokens are renewed. */
  private static final Set<String> PASSING =
      Set.of("ExpiredToken", "InvalidToken", "RequestTimeTooSkewed");

  private S3Failures() {}

  /**
   * What a put that failed has come to. Only a 412 (or a 404 where a version had to match) says
   * that it is not applied while the store looked; only an answer that says why it refuses ends it
   * for good; after anything else nobody knows.
   */
  static Future<PutOutcome> ofPut(String key, Precondition precondition, Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof AwsServiceException answer) {
      boolean gone = answer.statusCode() == 404 && code(answer).equals(NO_SUCH_KEY);
      if (answer.statusCode() == 412 || (gone && precondition instanceof Precondition.Matches)) {
        return Future.succeededFuture(new PutOutcome.PreconditionFailed());
      }
      if (REFUSED_BEFOREHAND.contains(code(answer)) && answer.statusCode() < 600) {
        return Future.failedFuture(
            new StoreException(Kind.PERMANENT, text("put", key, cause), cause));
      }
    }
    return Future.succeededFuture(new PutOutcome.Unknown(text("put", key, cause)));
  }

  /** The failure of a read, a list or a delete. */
  static StoreException of(String operation, String key, Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof StoreException known) {
      return known;
    }
    boolean permanent =
        cause instanceof AwsServiceException answer
            && answer.statusCode() >= 400
            && answer.statusCode() < 500
            && answer.statusCode() != 408
            && answer.statusCode() != 409
            && answer.statusCode() != 429
            && !PASSING.contains(code(answer));
    return new StoreException(
        permanent ? Kind.PERMANENT : Kind.TRANSIENT, text(operation, key, cause), cause);
  }

  /** Whether it says that there is no such object (and not: no such bucket). */
  static boolean isMissing(Throwable failure) {
    return unwrapped(failure) instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && (code(answer).equals(NO_SUCH_KEY) || code(answer).isEmpty());
  }

  /** Whether it says that the range begins behind the end. */
  static boolean isBehindTheEnd(Throwable failure) {
    return unwrapped(failure) instanceof AwsServiceException answer && answer.statusCode() == 416;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static String text(String operation, String key, Throwable cause) {
    String why =
        cause instanceof AwsServiceException answer
            ? answer.statusCode() + " " + code(answer) + ", request id " + answer.requestId()
            : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return "S3 " + operation + " of " + key + ": " + why;
  }
}
