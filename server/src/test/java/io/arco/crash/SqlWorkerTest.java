package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundled worker and a server, both seen from outside. */
final class SqlWorkerTest {
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

  @Test
  void eachPartitionIsOneFileMadeOfTheUpstreamPartitionsItNeeds() {
    String days =
        "'partitions': [{'name': 'day', 'type': 'time', 'grain': 'day', 'start': '2025-01-30',"
            + " 'end': '2025-02-02'}]";
    String months =
        "'partitions': [{'name': 'month', 'type': 'time', 'grain': 'month', 'start':"
            + " '2025-01-01'}], 'dependencies': [{'asset': 'w.day', 'mapping': {'type':"
            + " 'rollup'}}]";
    lab.deploy(
        WorkerLab.asset(
            "day",
            "select {{ partition.day }} as day, 1 as n, {{ partition.day_end }} as until",
            days),
        WorkerLab.asset(
            "month",
            "select count(*) as days, min(day) as first, max(until) as until from {{ ref('w.day')"
                + " }}",
            months));
    String run = lab.run("+w.month");
    lab.work();
    assertEquals("SUCCEEDED", lab.ended(run));
    assertEquals("2025-01-30\n2025-01-31", lab.query("select day from c.s.day order by day"));
    assertEquals("2,2025-01-30,2025-01-01", lab.query("select days, first, month from c.s.month"));
    assertEquals(List.of("data.parquet"), lab.files("day", "day=2025-01-30"));
    JsonNode columns = lab.table("month").path("columns");
    assertEquals("days", columns.path(0).path("name").asText());
    assertEquals("date", columns.path(3).path("type").asText());
    JsonNode task = lab.task(run, 2);
    assertEquals("w.month", task.path("task").path("asset").asText());
    assertEquals(
        "1",
        lab.system("select row_count from system.orchestration.materializations where number = 2"));
    assertTrue(lab.arco("logs", run, "2").out().contains("reads 2 files of w.day"));
  }

  @Test
  void columnsAreTracedToThoseTheyWereMadeFrom() {
    lab.deploy(
        WorkerLab.asset("u", "select 1 as a, 2 as b", ""),
        WorkerLab.asset(
            "t",
            "select a + b as total, b, 7 as seven from {{ ref('w.u') }} where a > 0",
            "'dependencies': [{'asset': 'w.u'}]"),
        WorkerLab.asset("v", "select columns(*) from c.s.t", "'dependencies': [{'asset': 'w.t'}]"));
    String run = lab.run("+w.v");
    lab.work();
    assertEquals("SUCCEEDED", lab.ended(run));
    assertEquals(
        "column:table:c.s.t.b,column:table:c.s.u.b\n"
            + "column:table:c.s.t.total,column:table:c.s.u.a\n"
            + "column:table:c.s.t.total,column:table:c.s.u.b",
        lab.system(
            "select to_entity, from_entity from system.lineage.edges where to_entity like"
                + " 'column:%' order by all"));
    JsonNode lineage = lab.get("/api/v1/lineage/column:table:c.s.t.total?direction=upstream");
    assertEquals(2, lineage.path("observed").size(), lineage::toString);
    assertTrue(lab.arco("logs", run, "2").out().contains("can't be told"), "of v, by table only");
  }

  @Test
  void aTableWithoutPartitionsPointsToTheFileOfTheAttemptThatMadeIt() {
    lab.deploy(WorkerLab.asset("t", "select {{ run_id }} as run", ""));
    String first = lab.run("w.t");
    lab.work();
    String location = lab.table("t").path("location").asText();
    assertEquals(first, lab.query("select run from c.s.t"));
    String second = lab.run("w.t");
    lab.work();
    assertEquals(second, lab.query("select run from c.s.t"));
    assertNotEquals(location, lab.table("t").path("location").asText());
    assertTrue(Files.exists(Path.of(URI.create(location))), "who reads the old one goes on");
  }

  @Test
  void whatFailsAFatalCheckIsNeverSeen() {
    String checks =
        "'checks': [{'name': 'enough', 'kind': 'row_count', 'severity': 'ERROR', 'parameters':"
            + " {'min': 2}}, {'name': 'odd', 'kind': 'sql', 'severity': 'WARNING', 'parameters':"
            + " {'sql': 'select * from {{ this }} where a % 2 = 0'}}, {'name': 'there', 'kind':"
            + " 'not_null', 'severity': 'ERROR', 'parameters': {'columns': ['a']}}, {'name':"
            + " 'alone', 'kind': 'unique', 'severity': 'ERROR', 'parameters': {'columns': ['a']}}]";
    lab.deploy(WorkerLab.asset("t", "select 2 as a", checks));
    String run = lab.run("w.t");
    lab.work();
    assertEquals("FAILED", lab.ended(run));
    JsonNode attempt = lab.task(run, 0).path("attempts").path(0);
    assertEquals("DATA_QUALITY", attempt.path("error").path("category").asText());
    assertEquals(
        "alone,true,0.0\nenough,false,1.0\nodd,false,1.0\nthere,true,0.0",
        lab.system("select name, passed, measured from system.orchestration.checks order by name"));
    assertEquals("check enough: 1 rows", attempt.path("error").path("message").asText());
    assertEquals(List.of(), lab.files("t", ""));
    assertEquals("TABLE_NOT_FOUND", lab.table("t").path("code").asText());
  }

  @Test
  void aRowOfAnotherPartitionFailsTheTask() {
    String days =
        "'partitions': [{'name': 'day', 'type': 'time', 'grain': 'day', 'start': '2025-01-31',"
            + " 'end': '2025-02-01'}]";
    lab.deploy(WorkerLab.asset("t", "select date '2025-01-30' as day", days));
    String run = lab.run("w.t");
    lab.work();
    assertEquals("FAILED", lab.ended(run));
    assertEquals(List.of(), lab.files("t", "day=2025-01-31"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_parquet('/etc/*.parquet')",
        "select getenv('HOME')",
        "select 1) to '/tmp/stolen' (format csv); --",
        "select 1; attach '/tmp/stolen.db'",
        "copy (select 1) to '/tmp/stolen'",
        "select * from c.s.outside",
        "select {{ nothing }}",
        "select * from {{ ref('w.other') }}",
        "select * from \"{{}}\".output.this"
      })
  void sqlThatReachesForMoreThanItsTablesIsNotRun(String sql) {
    lab.register("outside", server.roots().resolve("outside.parquet"));
    lab.deploy(WorkerLab.asset("t", sql, ""));
    String run = lab.run("w.t");
    lab.work();
    assertEquals("FAILED", lab.ended(run));
    JsonNode task = lab.task(run, 0);
    assertEquals(1, task.path("attempts").size(), "it is not tried again: " + task);
    assertEquals(List.of(), lab.files("t", ""));
  }

  @Test
  void aWorkerKilledInMidWriteLeavesNothingThatIsSeenAndAnotherMakesIt() {
    lab.deploy(WorkerLab.asset("t", "select 1 as v", WorkerLab.QUICK));
    lab.run("w.t");
    lab.work();
    lab.deploy(WorkerLab.asset("t", WorkerLab.SLOW_AT_FIRST, WorkerLab.QUICK));
    String run = lab.run("w.t");
    try (ArcoProcess worker = lab.worker()) {
      lab.awaitUnfinished("t");
      assertEquals("1", lab.query("select v from c.s.t"));
      worker.kill();
    }
    assertEquals("1", lab.query("select v from c.s.t"), "the half file is not seen");
    try (ArcoProcess worker = lab.worker()) {
      assertEquals("SUCCEEDED", lab.ended(run));
      assertEquals("2", lab.query("select v from c.s.t"));
      JsonNode attempts = lab.task(run, 0).path("attempts");
      assertEquals("EXPIRED", attempts.path(0).path("state").asText());
      assertEquals("HEARTBEAT_TIMEOUT", attempts.path(0).path("reason").asText());
      assertEquals(2, attempts.size());
      worker.terminate();
      assertEquals(0, worker.ended(ServerProcess.STOP_SECONDS).status());
    }
  }

  @Test
  void cancellingInterruptsTheQueryAndRemovesItsFile() {
    lab.deploy(WorkerLab.asset("t", WorkerLab.SLOW_AT_FIRST, WorkerLab.QUICK));
    String run = lab.run("w.t");
    try (ArcoProcess worker = lab.worker()) {
      lab.awaitUnfinished("t");
      assertEquals(0, lab.arco("cancel", run, "--reason", "enough").status());
      assertEquals("CANCELLED", lab.ended(run));
      JsonNode attempt = lab.task(run, 0).path("attempts").path(0);
      assertEquals("CANCELLED", attempt.path("state").asText());
      assertTrue(attempt.path("reason").isMissingNode(), "by its worker: " + attempt);
      Await.until("the file is removed", () -> lab.files("t", "").isEmpty());
    }
  }

  @Test
  void aWorkerThatIsStoppedGivesBackWhatItCannotEnd() {
    lab.deploy(WorkerLab.asset("t", WorkerLab.SLOW_AT_FIRST, ""));
    String run = lab.run("w.t");
    try (ArcoProcess worker = lab.worker("--drain", "0")) {
      lab.awaitUnfinished("t");
      worker.terminate();
      assertEquals(0, worker.ended(ServerProcess.STOP_SECONDS).status(), worker::err);
    }
    assertEquals(List.of(), lab.files("t", ""));
    JsonNode task = lab.task(run, 0);
    assertEquals("FAILED", task.path("attempts").path(0).path("state").asText());
    assertEquals(
        "the worker was stopped",
        task.path("attempts").path(0).path("error").path("message").asText());
    try (ArcoProcess worker = lab.worker()) {
      assertEquals("SUCCEEDED", lab.ended(run));
    }
  }

  @Test
  void aWorkerThatWasFrozenPublishesNothingOverItsSuccessor()
      throws IOException, InterruptedException {
    lab.deploy(WorkerLab.asset("t", WorkerLab.SLOW_AT_FIRST, WorkerLab.QUICK));
    String run = lab.run("w.t");
    try (ArcoProcess frozen = lab.workerOf(server.url())) {
      lab.awaitUnfinished("t");
      frozen.signal("STOP");
      try (ArcoProcess other = lab.worker()) {
        assertEquals("SUCCEEDED", lab.ended(run));
      }
      frozen.signal("CONT");
      Await.until("it knows", () -> frozen.out().contains("LOST w.t"));
      assertEquals("2", lab.query("select v from c.s.t"));
      assertEquals(1, lab.files("t", "").size());
    }
  }

  @Test
  void aServerThatIsNotThereIsStatus3() {
    ArcoProcess.Ended ended =
        CommandRun.of(
            "worker",
            "--server",
            "http://127.0.0.1:1",
            "--data-root",
            directory.toString(),
            "--once");
    assertEquals(3, ended.status());
  }
}
