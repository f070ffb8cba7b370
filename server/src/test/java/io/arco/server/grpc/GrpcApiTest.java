package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.testing.Await;
import io.grpc.CallOptions;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every method of the services, by a client of another maker. */
final class GrpcApiTest {
  private RunningServer server;
  private GrpcClient client;

  @BeforeEach
  void start() {
    server = RunningServer.on(Configs.inMemory("search.buildWaitMillis", "30000"));
    client = new GrpcClient(server.server().url());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void everyMethodOfEveryServiceAnswers() {
    client.call("CreateCatalog", "{\"catalog\":{\"name\":\"c\"}}").ok();
    client.call("CreateSchema", "{\"catalog\":\"c\",\"schema\":{\"name\":\"s\"}}").ok();
    for (String method : new String[] {"GetCatalog", "ListSchemas", "ListCatalogHistory"}) {
      client.call(method, "{\"catalog\":\"c\"}").ok();
    }
    for (String method : new String[] {"GetSchema", "ListSchemaHistory", "ListTables"}) {
      client.call(method, "{\"catalog\":\"c\",\"schema\":\"s\"}").ok();
    }
    client.call("ListCatalogs", "{\"pageSize\":1}").ok();
    exerciseTables();
    exercise("View", "\"sql\":\"select 1\"", "");
    exercise("Volume", "\"location\":\"s3://b\"", "");
    exercise("Function", "\"body\":\"1\"", "");
    exercise("Model", "\"comment\":\"x\"", "");
    client.call("CreateModel", in("\"model\":{\"name\":\"m\"}")).ok();
    exercise("ModelVersion", "\"status\":\"failed\"", "\"model\":\"m\",");
    client.call("AlterSchema", in("\"patch\":{\"comment\":\"x\"}")).ok();
    client.call("AlterCatalog", "{\"catalog\":\"c\",\"patch\":{\"comment\":null}}").ok();
    exerciseRuns();
    exerciseQueries();
    client.call("ListChanges", "{}").ok();
    client.call("Diff", "{\"from\":\"0\"}").ok();
    client.call("CreateFileUrls", "{\"urls\":{\"tables\":[\"catalog.*\"]}}").ok();
    client.call("Search", "{\"q\":\"t\"}").ok();
    client
        .call(
            "CreateTransaction",
            "{\"transaction\":{\"operations\":[{\"operation\":\"alterCatalog\",\"path\":{\"catalog\":\"c\"},\"body\":{}}]}}")
        .ok();
    client.call("DeleteSchema", in("\"force\":true")).ok();
    client.call("DeleteCatalog", "{\"catalog\":\"c\"}").ok();
    TreeSet<String> methods = new TreeSet<>();
    Rpcs.services().forEach(it -> it.getMethods().forEach(method -> methods.add(method.getName())));
    assertEquals(methods, new TreeSet<>(client.exercised()));
  }

  private static String in(String more) {
    return "{\"catalog\":\"c\",\"schema\":\"s\"" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  private void exerciseTables() {
    client
        .call(
            "CreateTable",
            "{\"catalog\":\"c\",\"schema\":\"s\",\"table\":{\"name\":\"t\",\"columns\":[{\"name\":\"a\",\"type\":\"long\",\"nullable\":false}]}}")
        .ok();
    JsonNode table = client.call("GetTable", in("\"table\":\"t\"")).ok().json();
    assertEquals("t", table.path("name").asText());
    assertEquals("a", table.at("/columns/0/name").asText());
    client.call("ListTableHistory", in("\"table\":\"t\"")).ok();
    client.call("AlterTable", in("\"table\":\"t\",\"patch\":{\"owner\":\"ann\"}")).ok();
    JsonNode cleared =
        client.call("AlterTable", in("\"table\":\"t\",\"patch\":{\"owner\":null}")).ok().json();
    assertTrue(cleared.path("owner").isMissingNode());
    client.call("PutTable", in("\"table\":\"t\",\"content\":{\"comment\":\"x\"}")).ok();
    String dropped =
        client.call("DeleteTable", in("\"table\":\"t\"")).ok().json().path("id").asText();
    client.call("ListDropped", "{}").ok();
    JsonNode back =
        client
            .call("UndropEntity", "{\"dropped\":\"" + dropped + "\",\"place\":{\"name\":\"u\"}}")
            .ok()
            .json();
    assertEquals("u", back.at("/entity/name").asText());
    client.call("DeleteTable", in("\"table\":\"u\"")).ok();
    client.call("PurgeDropped", "{\"dropped\":\"" + dropped + "\"}").ok();
  }

  private void exercise(String kind, String details, String parent) {
    String key = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
    String of = "\"" + key + "\":\"o\"";
    client.call("Create" + kind, in(parent + "\"" + key + "\":{\"name\":\"o\"," + details + "}"));
    client.call("List" + kind + "s", in(parent.replace(",", ""))).ok();
    client.call("Get" + kind, in(parent + of)).ok();
    client.call("List" + kind + "History", in(parent + of)).ok();
    client.call("Alter" + kind, in(parent + of + ",\"patch\":{" + details + "}")).ok();
    client.call("Delete" + kind, in(parent + of)).ok();
  }

  private void exerciseQueries() {
    client.call("CreateSnapshot", "{}").ok();
    assertEquals(
        List.of("t"),
        strings(
            client
                .call(
                    "Query",
                    "{\"query\":{\"sql\":\"select 't' as x from"
                        + " system.catalog.catalogs\",\"freshness\":\"latest\"}}")
                .ok()));
    client.call("QueryData", "{\"query\":{\"sql\":\"select 1\"}}").ok();
    JsonNode queries = client.call("ListQueries", "{}").ok().json();
    assertEquals("grpc", queries.at("/items/0/kind").asText());
    String id = queries.at("/items/0/id").asText();
    client.call("CancelQuery", "{\"query\":\"" + id + "\"}").ok();
  }

  /** The values of the first column of an answer in Arrow, as text. */
  private static List<String> strings(GrpcClient.Answer answer) {
    ByteString bytes = ByteString.EMPTY;
    for (DynamicMessage message : answer.messages()) {
      FieldDescriptor data = message.getDescriptorForType().findFieldByName("data");
      bytes = bytes.concat((ByteString) message.getField(data));
    }
    List<String> values = new java.util.ArrayList<>();
    try (BufferAllocator memory = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), memory)) {
      while (reader.loadNextBatch()) {
        for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
          values.add(reader.getVectorSchemaRoot().getVector(0).getObject(i).toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  private void exerciseRuns() {
    client
        .call("DeployManifest", "{\"manifest\":{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}}")
        .ok();
    client.call("GetManifest", "{\"version\":\"current\"}").ok();
    client.call("ListManifests", "{}").ok();
    client.call("ListAssets", "{}").ok();
    client.call("GetAsset", "{\"asset\":\"a.b\"}").ok();
    client.call("GetLineage", "{\"entity\":\"asset:a.b\"}").ok();
    String plan = "{\"plan\":{\"selection\":\"*\"}}";
    client.call("PreviewPlan", plan).ok();
    String id = client.call("CreatePlan", plan).ok().json().path("id").asText();
    client.call("GetPlan", "{\"plan\":\"" + id + "\"}").ok();
    client.call("ListPlans", "{}").ok();
    client.call("ListPlanItems", "{\"plan\":\"" + id + "\"}").ok();
    String run = ofRun(newRun());
    JsonNode task = leased();
    String call =
        "\"attempt\":%d,\"attemptId\":\"%s\",\"workerId\":\"w\""
            .formatted(task.path("attempt").asInt(), task.path("attemptId").asText());
    String of = "{\"taskId\":\"" + task.path("taskId").asText() + "\"";
    String[] bearer = {"authorization", "Bearer " + task.path("taskToken").asText()};
    client.call("StartTask", of + ",\"start\":{" + call + "}}", bearer).ok();
    client.call("HeartbeatTask", of + ",\"heartbeat\":{" + call + "}}", bearer).ok();
    client.call("AppendTaskLog", of + ",\"n\":1,\"text\":\"YmVnaW5z\"}", bearer).ok();
    JsonNode log = client.call("ReadTaskLog", of + "}").ok().json();
    assertEquals("begins", log.at("/items/0/text").asText());
    client
        .call(
            "CompleteTask",
            of
                + ",\"report\":{"
                + call
                + ",\"outcome\":\"FAILED\",\"error\":{\"category\":\"CONFIGURATION\",\"message\":\"no\"}}}",
            bearer)
        .ok();
    client.call("GetRun", run).ok();
    client.call("ListRuns", "{}").ok();
    client.call("ListRunTasks", run).ok();
    client.call("GetRunTask", run.replace("}", ",\"task\":0}")).ok();
    client.call("Explain", "{\"task\":\"" + task.path("taskId").asText() + "\"}").ok();
    client.call("RerunRun", run.replace("}", ",\"rerun\":{\"mode\":\"FROM_FAILURE\"}}")).ok();
    client.call("CancelRun", ofRun(newRun()).replace("}", ",\"cancel\":{\"reason\":\"x\"}}")).ok();
  }

  private String newRun() {
    return newRun("*");
  }

  private String newRun(String selection) {
    return client
        .call("CreateRun", "{\"run\":{\"selection\":\"" + selection + "\"}}")
        .ok()
        .json()
        .path("run")
        .asText();
  }

  private static String ofRun(String id) {
    return "{\"run\":\"" + id + "\"}";
  }

  /** A task from a stream of leases. */
  private JsonNode leased() {
    GrpcClient.Stream stream = leases(1_000);
    Await.until("a lease", () -> tasks(stream) > 0);
    stream.cancel();
    return stream.messages().stream()
        .map(GrpcClient::json)
        .filter(answer -> !answer.path("leases").isEmpty())
        .findFirst()
        .orElseThrow()
        .at("/leases/0");
  }

  private GrpcClient.Stream leases(int waitMillis) {
    return client.open(
        "LeaseTasks",
        "{\"lease\":{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":" + waitMillis + "}}",
        Integer.MAX_VALUE);
  }

  private static long tasks(GrpcClient.Stream stream) {
    return stream.messages().stream()
        .filter(message -> !GrpcClient.json(message).path("leases").isEmpty())
        .count();
  }

  @Test
  void leasesComeAsTasksBecomeReadyUntilTheWorkerCancels() {
    client
        .call(
            "DeployManifest",
            "{\"manifest\":{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"},"
                + "{\"key\":\"a.c\",\"kind\":\"sql\"},{\"key\":\"a.d\",\"kind\":\"sql\"}]}}")
        .ok();
    GrpcClient.Stream stream = leases(30_000);
    newRun("a.b");
    Await.until("the first lease", () -> tasks(stream) == 1);
    newRun("a.c");
    Await.until("the second lease", () -> tasks(stream) == 2);
    stream.cancel();
    Await.until("the poll is given up", () -> server.client().get("/health/live").status() == 200);
    newRun("a.d");
    GrpcClient.Stream other = leases(30_000);
    Await.until("another worker gets the next", () -> tasks(other) == 1);
    other.cancel();
    assertEquals(2, tasks(stream));
  }

  @Test
  void metadataAreTheHeadersOfTheApi() {
    String create = "{\"catalog\":{\"name\":\"c\"}}";
    String[] key = {"idempotency-key", "k", "x-request-id", "r-1", "x-arco-workspace", "w"};
    GrpcClient.Answer first = client.call("CreateCatalog", create, key).ok();
    GrpcClient.Answer again = client.call("CreateCatalog", create, key).ok();
    assertEquals("r-1", first.head("x-request-id"));
    assertEquals(first.head("x-arco-sequence"), again.head("x-arco-sequence"));
    assertEquals(first.json(), again.json());
    assertEquals("true", again.head("x-arco-replayed"));
    String get = "{\"catalog\":\"c\"}";
    client.call("GetCatalog", get).expect(Status.Code.NOT_FOUND, "CATALOG_NOT_FOUND");
    String tag = client.call("GetCatalog", get, "x-arco-workspace", "w").ok().head("etag");
    String alter = "{\"catalog\":\"c\",\"patch\":{\"comment\":\"x\"}}";
    String[] match = {"if-match", tag, "x-arco-workspace", "w"};
    client.call("AlterCatalog", alter, match).ok();
    client
        .call("AlterCatalog", alter, match)
        .expect(Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH");
  }

  @Test
  void whatGrpcWritesRestReads() {
    client
        .call(
            "CreateCatalog",
            "{\"catalog\":{\"name\":\"c\",\"tags\":{\"a\":\"b\"},\"properties\":{\"x\":\"y\"}}}")
        .ok();
    JsonNode rest = server.client().get("/api/v1/catalogs/c").expect(200).json();
    JsonNode grpc = client.call("GetCatalog", "{\"catalog\":\"c\"}").ok().json();
    for (String field : new String[] {"id", "name", "createdAt", "tags", "properties"}) {
      assertEquals(rest.path(field), grpc.path(field), field);
    }
    assertEquals(rest.path("version").asText(), grpc.path("version").asText());
  }

  @Test
  void aCallThatHasNoTimeLeftIsGivenUp() {
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS);
    client
        .call(
            "LeaseTasks",
            "{\"lease\":{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":30000}}",
            soon)
        .expect(Status.Code.DEADLINE_EXCEEDED);
    client.call("ListCatalogs", "{}").ok();
  }

  @Test
  void badRequestsAreNamed() {
    client
        .call("CreateCatalog", "{\"catalog\":{\"name\":\"a.b\"}}")
        .expect(Status.Code.INVALID_ARGUMENT, "INVALID_NAME");
    client.call("GetCatalog", "{}").expect(Status.Code.INVALID_ARGUMENT, "INVALID_NAME");
    GrpcClient.Answer page = client.call("ListCatalogs", "{\"pageSize\":0}", "x-request-id", "r-2");
    page.expect(Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST");
    assertEquals("pageSize", page.reason().getMetadataOrThrow("parameter"));
    assertEquals("r-2", page.head("x-request-id"));
    assertFalse(page.status().getDescription().isEmpty());
    client
        .call(
            "CreateCatalog",
            "{\"catalog\":{\"name\":\"c\",\"comment\":\"" + "x".repeat(2 << 20) + "\"}}")
        .expect(Status.Code.INVALID_ARGUMENT);
    client
        .call("Query", "{\"query\":{\"sql\":\"copy (select 1) to 'x'\"}}")
        .expect(Status.Code.INVALID_ARGUMENT, "SQL_NOT_ALLOWED");
  }
}
