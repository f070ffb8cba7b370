package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.crash.CallGate.Half;
import io.arco.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that dies, freezes or loses an answer around the moment in which its file takes the
 * place of another, and in which its task is completed.
 */
final class WorkerCommitTest {
  private static final String ONE_DAY =
      "'partitions': [{'name': 'day', 'type': 'time', 'grain': 'day', 'start': '2025-01-31',"
          + " 'end': '2025-02-01'}]";

  /** Each attempt makes another number of rows. */
  private static final String ROWS =
      "select {{ attempt }} as v, {{ label.run }} as run from range(10 * {{ attempt }})";

  /** The heartbeat that is asked for in the moment before the move. */
  private static final String BEFORE_MOVE = "publishing";

  @TempDir static Path directory;
  private static WorkerServer server;
  private WorkerLab lab;

  @BeforeAll
  static void startServer() {
    server = new WorkerServer(directory);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openWorkspace() {
    lab = server.workspace();
  }

  private void deploy(boolean isPartitioned, String more) {
    String fields = WorkerLab.QUICK + (isPartitioned ? ", " + ONE_DAY : "") + more;
    lab.deploy(WorkerLab.asset("t", ROWS, fields));
  }

  @ParameterizedTest
  @CsvSource({
    "true, ANSWER, heartbeat, publishing",
    "true, REQUEST, completed, ''",
    "false, ANSWER, heartbeat, publishing",
    "false, REQUEST, completed, ''"
  })
  void aWorkerKilledBesideTheMoveLeavesTheTaskToAnother(
      boolean isPartitioned, Half half, String call, String text) {
    deploy(isPartitioned, "");
    String run = lab.labelledRun("w.t", "one");
    try (CallGate gate = new CallGate(server.url(), half, call, text)) {
      try (ArcoProcess worker = lab.workerOf(gate.url())) {
        gate.awaitHeld();
        worker.kill();
      }
      try (ArcoProcess other = lab.worker()) {
        assertEquals("SUCCEEDED", lab.ended(run));
      }
    }
    madeBy("one", 2, run);
  }

  @ParameterizedTest
  @CsvSource({
    "true, ANSWER, heartbeat, publishing, taken away",
    "true, REQUEST, completed, '', TASK_ALREADY_TERMINAL",
    "false, ANSWER, heartbeat, publishing, taken away",
    "false, REQUEST, completed, '', TASK_ALREADY_TERMINAL"
  })
  void aWorkerFrozenBesideTheMoveWakesAndChangesNothing(
      boolean isPartitioned, Half half, String call, String text, String said)
      throws IOException, InterruptedException {
    deploy(isPartitioned, "");
    String run = lab.labelledRun("w.t", "one");
    try (CallGate gate = new CallGate(server.url(), half, call, text);
        ArcoProcess frozen = lab.workerOf(gate.url())) {
      gate.awaitHeld();
      frozen.signal("STOP");
      try (ArcoProcess other = lab.worker()) {
        assertEquals("SUCCEEDED", lab.ended(run));
      }
      frozen.signal("CONT");
      gate.letGo();
      Await.until("it knows", () -> frozen.out().contains("LOST w.t"));
      assertTrue(frozen.out().contains(said), frozen::out);
    }
    madeBy("one", 2, run);
  }

  @Test
  void aWorkerFrozenBeforeTheMoveDoesNotReplaceWhatAnotherRunMade()
      throws IOException, InterruptedException {
    deploy(true, ", 'retry': {'maxAttempts': 1}");
    String failed = lab.labelledRun("w.t", "one");
    String run;
    try (CallGate gate = new CallGate(server.url(), Half.ANSWER, "heartbeat", BEFORE_MOVE);
        ArcoProcess frozen = lab.workerOf(gate.url())) {
      gate.awaitHeld();
      frozen.signal("STOP");
      assertEquals("FAILED", lab.ended(failed));
      run = lab.labelledRun("w.t", "two");
      lab.work();
      assertEquals("SUCCEEDED", lab.ended(run));
      frozen.signal("CONT");
      gate.letGo();
      Await.until("it knows", () -> frozen.out().contains("LOST w.t"));
      assertTrue(frozen.out().contains("taken away"), frozen::out);
    }
    madeBy("two", 1, run);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aReportWhoseAnswerIsLostIsRepeated(boolean isPartitioned) {
    deploy(isPartitioned, "");
    String run = lab.labelledRun("w.t", "one");
    try (CallGate gate = new CallGate(server.url(), Half.ANSWER, "completed", "");
        ArcoProcess worker = lab.workerOf(gate.url())) {
      gate.awaitHeld();
      assertEquals("SUCCEEDED", lab.ended(run));
      gate.lose();
      Await.until("it knows", () -> worker.out().contains(" w.t"));
      assertTrue(worker.out().contains("SUCCEEDED w.t"), worker::out);
    }
    madeBy("one", 1, run);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWorkerKilledBeforeItHearsThatItsReportWasTakenHasSucceeded(boolean isPartitioned) {
    deploy(isPartitioned, "");
    String run = lab.labelledRun("w.t", "one");
    try (CallGate gate = new CallGate(server.url(), Half.ANSWER, "completed", "");
        ArcoProcess worker = lab.workerOf(gate.url())) {
      gate.awaitHeld();
      worker.kill();
    }
    assertEquals("SUCCEEDED", lab.ended(run));
    assertTrue(!lab.work().contains("w.t"), "there is nothing left to do");
    madeBy("one", 1, run);
  }

  /** The table, its files, its newest materialisation and its task tell of one attempt. */
  private void madeBy(String label, int attempt, String run) {
    int rows = 10 * attempt;
    assertEquals(
        rows + "," + attempt + "," + label,
        lab.query("select count(*), any_value(v), any_value(run) from c.s.t"));
    assertEquals(
        run + "," + attempt + "," + rows,
        lab.system("select run_id, attempt, row_count from system.orchestration.materializations"));
    JsonNode attempts = lab.task(run, 0).path("attempts");
    assertEquals(attempt, attempts.size());
    for (JsonNode one : attempts) {
      boolean isLast = one.path("attempt").asInt() == attempt;
      assertEquals(isLast ? "SUCCEEDED" : "EXPIRED", one.path("state").asText());
    }
  }
}
