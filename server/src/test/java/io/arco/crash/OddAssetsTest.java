package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bundled worker makes of odd assets, and says where it can't, seen from outside. */
final class OddAssetsTest {
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
  void aPartitionMayBeCalledNullInAnyCase() {
    String all = "'dependencies': [{'asset': 'w.v', 'mapping': {'type': 'all'}}]";
    lab.deploy(
        WorkerLab.asset(
            "v",
            "select {{ partition.v }} as same",
            "'partitions': [{'name': 'v', 'type': 'static', 'values': ['NULL', 'null', 'n']}]"),
        WorkerLab.asset("all", "select same, v from {{ ref('w.v') }}", all));
    String run = lab.run("+w.all");
    lab.work();
    assertEquals("SUCCEEDED", lab.ended(run));
    assertEquals(
        "NULL,NULL\nn,n\nnull,null",
        lab.query("select same, v from c.s.all where v is not null order by all"));
    assertEquals("3", lab.query("select count(*) from c.s.v where v = same"));
  }

  @Test
  void whatTheCatalogRefusesIsNamedByTheTaskThatMadeIt() {
    ObjectNode asset = WorkerLab.asset("t", "select 1 as a", "");
    asset.putObject("table").put("catalog", "c").put("schema", "absent").put("name", "t");
    lab.deploy(asset);
    String run = lab.run("w.t");
    lab.work();
    assertEquals("FAILED", lab.ended(run));
    JsonNode error = lab.task(run, 0).path("task").path("error");
    assertEquals("CONFIGURATION", error.path("category").asText());
    assertTrue(error.path("message").asText().contains("absent"), error::toString);
  }

  @Test
  void aFileThatCantBeWrittenIsToldAsThat() throws IOException {
    lab.deploy(
        WorkerLab.asset("t", "select 1 as a", "'retry': {'maxAttempts': 1}"),
        WorkerLab.asset("u", "select 1 as a", "'retry': {'maxAttempts': 1}"));
    Files.createDirectories(lab.folder("t").getParent());
    Files.writeString(lab.folder("t"), "in the way");
    String run = lab.run("w.t|w.u");
    lab.work();
    assertEquals("FAILED", lab.ended(run));
    JsonNode error = lab.task(run, 0).path("task").path("error");
    assertEquals("INFRASTRUCTURE", error.path("category").asText());
    assertEquals(
        "its file can't be written: FileAlreadyExistsException", error.path("message").asText());
    assertEquals("SUCCEEDED", lab.task(run, 1).path("task").path("state").asText());
  }

  @Test
  void sqlMayEndWithASemicolonAndComments() {
    lab.deploy(
        WorkerLab.asset("a", "select 1 as a;\n", ""),
        WorkerLab.asset("b", "select 2 as a; -- done\n\n-- with it", ""),
        WorkerLab.asset("c", "select '; -- no end' as a", ""),
        WorkerLab.asset("d", "select ';\n-- no end' as a -- but; -- an end", ""));
    String run = lab.run("w.*");
    lab.work();
    assertEquals("SUCCEEDED", lab.ended(run));
    assertEquals("2", lab.query("select a from c.s.b"));
    assertEquals("; -- no end", lab.query("select a from c.s.c"));
    assertEquals("11", lab.query("select length(a) from c.s.d"));
  }
}
