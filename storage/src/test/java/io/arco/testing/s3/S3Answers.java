package io.arco.testing.s3;

import io.vertx.core.http.HttpServerResponse;
import java.util.EnumMap;
import java.util.Map;

/** Errors as S3 words them. */
final class S3Answers {
  private record Refusal(int status, String code) {}

  private static final Map<S3Fault, Refusal> REFUSALS =
      new EnumMap<>(
          Map.of(
              S3Fault.SLOW_DOWN, new Refusal(503, "SlowDown"),
              S3Fault.INTERNAL_ERROR, new Refusal(500, "InternalError"),
              S3Fault.INTERNAL_ERROR_AFTER, new Refusal(500, "InternalError"),
              S3Fault.CONFLICT, new Refusal(409, "ConditionalRequestConflict"),
              S3Fault.ACCESS_DENIED, new Refusal(403, "AccessDenied"),
              S3Fault.NOT_IMPLEMENTED, new Refusal(501, "NotImplemented")));

  private S3Answers() {}

  /** Whether the fault is an answer given in place of applying the request. */
  static boolean isRefusal(S3Fault faultOrNull) {
    return faultOrNull != null
        && faultOrNull != S3Fault.INTERNAL_ERROR_AFTER
        && REFUSALS.containsKey(faultOrNull);
  }

  static void refuse(HttpServerResponse response, S3Fault fault) {
    Refusal refusal = REFUSALS.get(fault);
    response
        .setStatusCode(refusal.status())
        .putHeader("Content-Type", "application/xml")
        .putHeader("x-amz-request-id", "TEST")
        .end(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
                + refusal.code()
                + "</Code><Message>as told</Message><RequestId>TEST</RequestId></Error>");
  }
}
