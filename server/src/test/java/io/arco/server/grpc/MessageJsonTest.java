package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.proto.v1.LeaseRequest;
import io.arco.proto.v1.NewManifest;
import io.arco.proto.v1.NewTable;
import io.arco.proto.v1.PlanRequest;
import io.arco.proto.v1.ReportedCheck;
import io.arco.proto.v1.TablePatch;
import io.arco.proto.v1.TransactionOperation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What messages are as bodies. */
final class MessageJsonTest {
  private static void assertBody(String json, Message message) {
    assertEquals(
        Json.tree(json.getBytes(StandardCharsets.UTF_8)),
        Json.tree(Json.bytes(MessageJson.of(message))));
  }

  @Test
  void whatIsOptionalIsSaidWhereItIsSet() {
    assertBody("{\"name\":\"t\"}", NewTable.newBuilder().setName("t").build());
    assertBody(
        "{\"name\":\"t\",\"comment\":\"\"}",
        NewTable.newBuilder().setName("t").setComment("").build());
  }

  @Test
  void whatIsRequiredIsAlwaysSaid() {
    assertBody(
        "{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":0}",
        LeaseRequest.newBuilder().setWorkerId("w").setMaxTasks(1).build());
    assertBody(
        "{\"name\":\"c\",\"passed\":false}", ReportedCheck.newBuilder().setName("c").build());
    assertBody("{\"assets\":[]}", NewManifest.getDefaultInstance());
  }

  @Test
  void wholeNumbersAreNumbers() {
    assertBody(
        "{\"manifestVersion\":9007199254740993,\"selection\":\"*\"}",
        PlanRequest.newBuilder().setManifestVersion(9007199254740993L).setSelection("*").build());
  }

  @Test
  void timesAreTexts() {
    assertBody(
        "{\"selection\":\"\",\"logicalTime\":\"2026-01-31T00:00:00.500Z\"}",
        PlanRequest.newBuilder()
            .setLogicalTime(
                com.google.protobuf.Timestamp.newBuilder()
                    .setSeconds(1769817600)
                    .setNanos(500_000_000))
            .build());
  }

  @Test
  void aPatchSaysNullWhereNullMeansSomething() {
    Value none = Value.newBuilder().setNullValueValue(0).build();
    assertBody(
        "{\"comment\":null,\"tags\":{\"a\":null,\"b\":\"x\"}}",
        TablePatch.newBuilder()
            .setComment(none)
            .setTags(
                Value.newBuilder()
                    .setStructValue(
                        Struct.newBuilder()
                            .putFields("a", none)
                            .putFields("b", Value.newBuilder().setStringValue("x").build())))
            .build());
  }

  @Test
  void freeJsonKeepsWholeNumbersAndRefusesWhatJsonLacks() {
    assertBody("{\"operation\":\"x\",\"body\":{\"a\":3,\"b\":0.5}}", operation(3, 0.5));
    ProblemException refused =
        assertThrows(ProblemException.class, () -> MessageJson.of(operation(3, Double.NaN)));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.problem().code());
  }

  private static TransactionOperation operation(double a, double b) {
    return TransactionOperation.newBuilder()
        .setOperation("x")
        .setBody(
            Struct.newBuilder()
                .putFields("a", Value.newBuilder().setNumberValue(a).build())
                .putFields("b", Value.newBuilder().setNumberValue(b).build()))
        .build();
  }
}
