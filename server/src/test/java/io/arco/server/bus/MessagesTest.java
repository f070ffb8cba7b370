package io.arco.server.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogDomain;
import io.arco.catalog.TableFormat;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.Domains;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationCommand.StorePlan;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.plan.PartitionRequest;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes of what crosses the event bus. */
final class MessagesTest {
  private static final Domains DOMAINS =
      new Domains(List.of(new CatalogDomain(), new OrchestrationDomain()));
  private static final SubmissionMessage MESSAGE =
      new SubmissionMessage(
          new MessageId("node", 7),
          Workspace.of("acme", "main"),
          new Submission(
              List.of(
                  new CreateCatalog("c", null, Map.of("a", "b")),
                  new CreateTable(
                      "c",
                      "s",
                      "t",
                      TableFormat.PARQUET,
                      "file:///x",
                      "ü",
                      null,
                      List.of(new ColumnSpec("Cost $", "int", false, null))),
                  new DeployManifest(
                      new NewManifest(
                          "v1",
                          null,
                          List.of(
                              new NewManifest.NewAsset(
                                  "a.b",
                                  "sql",
                                  null,
                                  null,
                                  List.of("ops"),
                                  Map.of("k", "v"),
                                  null,
                                  new TableLink("c", "s", "t"),
                                  List.of(DimensionSpec.ofValues("r", List.of("x"))),
                                  List.of(
                                      new NewManifest.NewDependency(
                                          "a.c", MappingSpec.window(-1, 0))),
                                  Json.tree("{\"max\":1}".getBytes()),
                                  null,
                                  null,
                                  null)))),
                  new StorePlan(
                      3,
                      "*",
                      new PartitionRequest(null, null, null, List.of("")),
                      Instant.ofEpochMilli(5),
                      Hash.of(new byte[] {2}),
                      1,
                      2,
                      0)),
              new Caller("anonymous", "r-1"),
              new IdempotencyKey("k", Hash.of(new byte[] {1})),
              1_234));

  @Test
  void aSubmissionArrivesAsItWasSent() {
    assertEquals(MESSAGE, SubmissionMessage.decode(MESSAGE.encode(DOMAINS), DOMAINS));
  }

  @Test
  void aSubmissionHasThePublishedShape() {
    SubmissionMessage small =
        new SubmissionMessage(
            new MessageId("node", 7),
            Workspace.of("acme", "main"),
            new Submission(
                List.of(new CreateCatalog("c", null, null)),
                new Caller("anonymous", "r-1"),
                null,
                9));
    assertEquals(
        "{\"v\":1,\"tenant\":\"acme\",\"workspace\":\"main\",\"commands\":[{\"domain\":\"catalog\","
            + "\"type\":\"CreateCatalog\",\"data\":{\"name\":\"c\"}}],\"principal\":\"anonymous\","
            + "\"requestId\":\"r-1\",\"timeoutMillis\":9,\"sender\":\"node\",\"number\":7}",
        small.encode(DOMAINS).toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":2}",
        "{}",
        "",
        "x",
        "[]",
        "{\"v\":1}",
        "{\"v\":1,\"more\":true}",
        "{\"v\":1,\"tenant\":\"a\",\"workspace\":\"b\",\"commands\":[{\"domain\":\"catalog\","
            + "\"type\":\"DropAll\",\"data\":{}}],\"principal\":\"p\",\"requestId\":\"r\","
            + "\"timeoutMillis\":9}"
      })
  void aSubmissionOfAnotherReleaseIsCertainlyNotDone(String json) {
    ProblemException refused =
        assertThrows(
            ProblemException.class, () -> SubmissionMessage.decode(Buffer.buffer(json), DOMAINS));
    assertEquals(ErrorCode.UNAVAILABLE, refused.problem().code());
  }

  @Test
  void aReceiptArrivesAsItWasSent() {
    Receipt receipt = new Receipt(7, List.of(Json.tree("{\"a\":[1,null]}".getBytes())), "", true);
    assertEquals(
        receipt, Await.value(ReplyMessage.decode(ReplyMessage.encode(receipt), Receipt.class)));
  }

  @Test
  void aProblemArrivesAsItWasSent() {
    Problem problem =
        Problem.of(ErrorCode.NOT_EMPTY, "text")
            .with("n", 3)
            .with("l", List.of("a"))
            .with("b", true);
    assertEquals(problem, problemIn(ReplyMessage.encode(problem)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":2,\"ok\":{}}",
        "{\"v\":1}",
        "",
        "x",
        "{\"v\":1,\"problem\":{\"code\":\"NEW_CODE\",\"text\":\"x\",\"details\":{}}}"
      })
  void anAnswerThatCantBeReadLeavesTheOutcomeOpen(String json) {
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, problemIn(Buffer.buffer(json)).code());
  }

  @Test
  void aPointInAJournalArrivesAsItWasSent() {
    SequenceMessage message = new SequenceMessage(Workspace.of("a", "b"), 12);
    assertEquals(message, SequenceMessage.decode(message.encode()));
    for (String json : List.of("{\"v\":2}", "{\"v\":1}", "", "x")) {
      assertThrows(ProblemException.class, () -> SequenceMessage.decode(Buffer.buffer(json)), json);
    }
  }

  private static Problem problemIn(Buffer bytes) {
    return ((ProblemException) Await.failure(ReplyMessage.decode(bytes, Receipt.class))).problem();
  }
}
