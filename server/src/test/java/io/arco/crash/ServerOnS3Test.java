package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.s3.S3Fault;
import io.arco.testing.s3.S3TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server, and the commands that need none, on a bucket. */
final class ServerOnS3Test {
  private static S3TestServer s3;

  @TempDir Path directory;

  @BeforeAll
  static void startS3() {
    s3 = S3TestServer.start();
  }

  @AfterAll
  static void stopS3() {
    s3.close();
  }

  @Test
  void whatIsWrittenIsReadQueriedAndThereAfterARestartAndNothingButTheLoopbackIsAsked() {
    String store = s3.newStore();
    String expected;
    try (ServerProcess server = ServerProcess.start(directory, store);
        Sockets sockets = Sockets.of(server.pid())) {
      CatalogClient client = new CatalogClient(server.url(), "default");
      create(client, CatalogRequest.catalog("c"));
      create(client, CatalogRequest.schema(CatalogRequest.catalog("c"), "s"));
      for (int i = 0; i < 5; i++) {
        create(client, table("t" + i));
      }
      expected = client.get(table("t3")).text();
      assertEquals(5, tables(client));
      server.stop();
      sockets.close();
      assertEquals(Set.of(), sockets.foreign());
      String port = ":" + "%04x".formatted(s3.endpoint().getPort()).toUpperCase(Locale.ROOT);
      assertTrue(
          sockets.remotes().stream().anyMatch(remote -> remote.endsWith(port)),
          () -> "S3 at " + port + " was not seen: " + sockets.remotes());
      List<String> log = ArcoProcess.complaints(server.log());
      assertEquals(List.of(), log.stream().filter(line -> line.contains("WARN")).toList());
    }
    try (ServerProcess server = ServerProcess.start(directory, store)) {
      CatalogClient client = new CatalogClient(server.url(), "default");
      assertEquals(expected, client.get(table("t3")).text());
      assertEquals(5, tables(client));
      server.stop();
    }
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
    ArcoProcess.Ended asked =
        CommandRun.of("sql", "--store", store, "select name from system.catalog.tables order by 1");
    assertTrue(asked.out().contains("t4"), asked::toString);
  }

  @Test
  void aServerOutlivesAStoreThatFailsForAWhile() {
    String store = s3.newStore();
    try (ServerProcess server = ServerProcess.start(directory, store)) {
      CatalogClient client = new CatalogClient(server.url(), "default");
      create(client, CatalogRequest.catalog("c"));
      s3.failNext("PUT", S3Fault.SLOW_DOWN, S3Fault.RESET_AFTER);
      s3.failNext("GET", S3Fault.RESET_BEFORE, S3Fault.SLOW_DOWN);
      create(client, CatalogRequest.schema(CatalogRequest.catalog("c"), "s"));
      assertEquals(200, client.get(CatalogRequest.catalog("c")).status());
      assertEquals(0, s3.pendingFaults());
      server.stop();
    }
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
  }

  @Test
  void whatIsMissingToReachABucketIsSaidAtTheStart() {
    String store = s3.newStore();
    Map<String, String> named =
        Map.of(
            "AWS_REGION", "no region for S3",
            "AWS_ACCESS_KEY_ID", "no credentials for S3");
    named.forEach(
        (variable, complaint) -> {
          ArcoProcess.Ended ended =
              ArcoProcess.runWithout(
                  directory, List.of(variable), "server", "--port", "0", "--store", store);
          assertEquals(1, ended.status(), ended::toString);
          assertTrue(ended.err().contains(complaint), ended::toString);
          assertFalse(ended.err().contains("arco-test-secret"), ended::toString);
        });
    ArcoProcess.Ended nowhere =
        ArcoProcess.run(directory, "server", "--port", "0", "--store", s3.store("nowhere"));
    assertEquals(1, nowhere.status(), nowhere::toString);
    assertTrue(nowhere.err().contains("NoSuchBucket"), nowhere::toString);
  }

  @Test
  void aBucketThatIgnoresConditionsIsRefusedAtTheStart() {
    s3.ignoresConditions(true);
    try {
      ArcoProcess.Ended ended =
          ArcoProcess.run(directory, "server", "--port", "0", "--store", s3.newStore());
      assertEquals(1, ended.status(), ended::toString);
      assertTrue(ended.err().contains("not fit for Arco"), ended::toString);
    } finally {
      s3.ignoresConditions(false);
    }
  }

  @Test
  void aForeignAddressInTheTablesOfTheKernelIsTold() {
    List<String> tcp =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid",
            line("0100007F:9C40", "0100007F:2328", "11"),
            line("0200A8C0:9C41", "FEA9FEA9:0050", "12"),
            line("0200A8C0:9C42", "08080808:0035", "13"),
            line("0100007F:2328", "00000000:0000", "14"));
    Set<String> remotes = Sockets.remotes(tcp, Set.of("11", "12", "14"));
    assertEquals(Set.of("0100007F:2328", "FEA9FEA9:0050"), remotes);
    assertTrue(Sockets.isLoopback("0100007F"));
    assertTrue(Sockets.isLoopback("0000000000000000FFFF00000100007F"));
    assertTrue(Sockets.isLoopback("00000000000000000000000001000000"));
    assertFalse(Sockets.isLoopback("FEA9FEA9"));
    assertFalse(Sockets.isLoopback("0000000000000000FFFF000008080808"));
    assertFalse(Sockets.isLoopback("B80D0120000000000000000001000000"));
  }

  private static String line(String local, String remote, String inode) {
    return "   0: "
        + local
        + " "
        + remote
        + " 01 00000000:00000000 00:00000000 00000000  0  0 "
        + inode
        + " 1";
  }

  private static int tables(CatalogClient client) {
    CatalogAnswer answer = client.query("select name from system.catalog.tables").orElseThrow();
    assertEquals(200, answer.status(), answer::toString);
    return answer.json().path("rows").size();
  }

  private static String table(String name) {
    return CatalogRequest.table(CatalogRequest.schema(CatalogRequest.catalog("c"), "s"), name);
  }

  private static void create(CatalogClient client, String entity) {
    CatalogAnswer answer =
        client.send(CatalogRequest.create(entity, "key-" + entity.hashCode())).orElseThrow();
    assertEquals(201, answer.status(), answer::toString);
  }
}
