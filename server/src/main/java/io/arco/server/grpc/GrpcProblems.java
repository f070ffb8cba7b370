package io.arco.server.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.grpc.common.GrpcStatus;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What a problem is in gRPC: a status, and the rest of it as details. */
final class GrpcProblems {
  /** The trailer that holds the details, as every gRPC library knows it. */
  static final String DETAILS = "grpc-status-details-bin";

  /** The domain of the reasons: the codes of the catalogue of errors. */
  static final String DOMAIN = "arco";

  /** Details beyond this are left out: clients refuse large trailers. */
  static final int MAX_DETAILS_BYTES = 4 * 1024;

  private static final long RETRY_SECONDS = 1;

  private GrpcProblems() {}

  /** The status of a code of the catalogue. */
  static GrpcStatus status(ErrorCode code) {
    return GrpcStatus.valueOf(code.grpcStatus());
  }

  /** The details of a problem, in base64: a {@code google.rpc.Status}. */
  static String details(Problem problem, String requestId) {
    ErrorInfo.Builder reason =
        ErrorInfo.newBuilder().setReason(problem.code().name()).setDomain(DOMAIN);
    problem.details().forEach((name, value) -> reason.putMetadata(name, text(value)));
    if (reason.build().getSerializedSize() > MAX_DETAILS_BYTES) {
      reason.clearMetadata().putMetadata("detailsLeftOut", "true");
    }
    Status.Builder status =
        Status.newBuilder()
            .setCode(status(problem.code()).code)
            .setMessage(problem.text())
            .addDetails(Any.pack(reason.build()))
            .addDetails(Any.pack(RequestInfo.newBuilder().setRequestId(requestId).build()));
    if (problem.code().retryable()) {
      status.addDetails(Any.pack(retry(problem.details())));
    }
    return Base64.getEncoder().withoutPadding().encodeToString(status.build().toByteArray());
  }

  private static RetryInfo retry(Map<String, Object> details) {
    Object said = details.get("retryAfterSeconds");
    long seconds = said instanceof Number number ? number.longValue() : RETRY_SECONDS;
    return RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(seconds)).build();
  }

  private static String text(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : new String(Json.bytes(value), StandardCharsets.UTF_8);
  }
}
