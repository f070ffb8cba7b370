package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What problems become. */
final class GrpcProblemsTest {
  private static Status read(Problem problem) throws Exception {
    return Status.parseFrom(Base64.getDecoder().decode(GrpcProblems.details(problem, "r-1")));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeIsAStatusWithItselfAsReason(ErrorCode code) throws Exception {
    assertEquals(code.grpcStatus(), GrpcProblems.status(code).name());
    Status status = read(Problem.of(code, "The text.").with("field", "/a").with("limit", 3));
    assertEquals(io.grpc.Status.Code.valueOf(code.grpcStatus()).value(), status.getCode());
    assertEquals("The text.", status.getMessage());
    ErrorInfo reason = status.getDetails(0).unpack(ErrorInfo.class);
    assertEquals(code.name(), reason.getReason());
    assertEquals("arco", reason.getDomain());
    assertEquals("/a", reason.getMetadataOrThrow("field"));
    assertEquals("3", reason.getMetadataOrThrow("limit"));
    assertEquals("r-1", status.getDetails(1).unpack(RequestInfo.class).getRequestId());
    assertEquals(code.retryable() ? 3 : 2, status.getDetailsCount());
  }

  @Test
  void whatMayBeTriedAgainSaysWhen() throws Exception {
    Status status = read(Problem.of(ErrorCode.RATE_LIMITED, "Wait.").with("retryAfterSeconds", 7L));
    RetryInfo retry = status.getDetails(2).unpack(RetryInfo.class);
    assertEquals(7, retry.getRetryDelay().getSeconds());
  }

  @Test
  void detailsThatClientsWouldRefuseAreLeftOut() throws Exception {
    String large = "x".repeat(GrpcProblems.MAX_DETAILS_BYTES);
    Status status = read(Problem.of(ErrorCode.INVALID_MANIFEST, "No.").with("a", List.of(large)));
    ErrorInfo reason = status.getDetails(0).unpack(ErrorInfo.class);
    assertEquals("INVALID_MANIFEST", reason.getReason());
    assertEquals("true", reason.getMetadataOrThrow("detailsLeftOut"));
  }
}
