package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are given up while their files are found, in a bucket that is slow to answer. */
final class AbandonedQueryTest {
  private static final String QUERIES = "/api/v1/queries";
  private static final String SQL = "select sum(v) from lake.main.parts";
  private static final int FILES = 4;

  @TempDir Path directory;
  private S3Tables bucket;
  private DataServer data;

  @BeforeEach
  void start() {
    bucket = new S3Tables();
    for (int i = 0; i < FILES; i++) {
      bucket.parquet(directory, "parts/" + i + ".parquet", "select " + i + " as v");
    }
    data =
        new DataServer(directory, "dataBuckets", bucket.location, "sql.timeoutMillis", "3600000");
    String body = DataServer.body("parts", "parquet", bucket.root + "/parts");
    data.client.post(DataServer.TABLES, body).expect(201);
  }

  @AfterEach
  void stop() {
    bucket.s3.letGo();
    data.close();
    bucket.close();
  }

  private JsonNode newest() {
    return data.client.get(QUERIES).expect(200).json().at("/items/0");
  }

  /** Waits until so many requests came, the last of which is held. */
  private void awaitGets(int gets) {
    Await.until("the bucket is asked", () -> bucket.s3.requests("GET") == gets);
  }

  private void assertCancelled(JsonNode query) {
    assertEquals("cancelled", query.path("state").asText(), query::toString);
    assertEquals("QUERY_CANCELLED", query.path("code").asText(), query::toString);
  }

  /**
   * Lets the bucket answer, and asks again: what is fetched for that is all there is.
   *
   * @param gets how many requests the query made that was given up
   */
  private void assertNoMoreGets(int gets) {
    bucket.s3.letGo();
    assertEquals("[[\"6\"]]", data.rows(SQL));
    assertEquals(1 + FILES, bucket.s3.requests("GET") - gets);
  }

  @Test
  void oneWhoseFilesAreBeingCopiedIsDeletedAndFetchesNoMore() {
    bucket.s3.hold("GET", "0.parquet");
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> data.query(SQL));
    awaitGets(2);
    String id = newest().path("id").asText();
    assertEquals("running", newest().path("state").asText());
    assertCancelled(data.client.delete(QUERIES + "/" + id).expect(200).json());
    waiting.join().expect(409, "QUERY_CANCELLED");
    assertNoMoreGets(2);
  }

  @Test
  void oneWhoseFilesAreBeingListedIsDeletedAndFetchesNone() {
    bucket.s3.hold("GET", "list-type=2");
    CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> data.query(SQL));
    awaitGets(1);
    String id = newest().path("id").asText();
    assertCancelled(data.client.delete(QUERIES + "/" + id).expect(200).json());
    waiting.join().expect(409, "QUERY_CANCELLED");
    assertNoMoreGets(1);
  }

  @Test
  void oneWhoseCallerLeavesFetchesNoMore() throws IOException {
    bucket.s3.hold("GET", "0.parquet");
    String body = DataServer.body(SQL);
    String head =
        "POST %s HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n";
    try (Socket leaving =
        new Socket(InetAddress.getLoopbackAddress(), data.server.server().port())) {
      String request = head.formatted(DataServer.QUERY, body.length()) + body;
      leaving.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      awaitGets(2);
      assertEquals("running", newest().path("state").asText());
      leaving.setSoLinger(true, 0);
    }
    Await.until("it is over", () -> !newest().path("state").asText().matches("running|cancelling"));
    assertCancelled(newest());
    assertNoMoreGets(2);
  }
}
