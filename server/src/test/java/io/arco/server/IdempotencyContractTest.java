package io.arco.server;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks the OpenAPI document: everything that changes something takes an idempotency key, and keeps
 * what it promises. Each operation has a tenant of its own.
 */
final class IdempotencyContractTest {
  /**
   * Asked with POST for the size of what is asked, or making what can be made again; a query that
   * has ended stays so.
   */
  private static final Set<String> CHANGES_NOTHING =
      Set.of(
          "query", "queryData", "previewPlan", "createSnapshot", "createFileUrls", "cancelQuery");

  /**
   * What workers say is known by its attempt, and by the number of its chunk: said again it is
   * answered alike (RunApiTest, TaskLogApiTest). A lease whose answer is lost ends by itself.
   */
  private static final Set<String> KNOWN_BY_ATTEMPT =
      Set.of("leaseTasks", "startTask", "heartbeatTask", "completeTask", "appendTaskLog");

  private static final Map<String, String> NAMES =
      Map.of(
          "catalog", "c",
          "schema", "s",
          "table", "t",
          "view", "v",
          "volume", "vol",
          "function", "f",
          "model", "m",
          "modelVersion", "1");

  /** Bodies of requests that would do something; where an operation takes none, it is not here. */
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          entry("createCatalog", "{\"name\":\"new\"}"),
          entry("createSchema", "{\"name\":\"new\"}"),
          entry("createTable", "{\"name\":\"new\"}"),
          entry("createView", "{\"name\":\"new\",\"sql\":\"select 1\"}"),
          entry("createVolume", "{\"name\":\"new\",\"location\":\"s3://b\"}"),
          entry("createFunction", "{\"name\":\"new\",\"body\":\"1\"}"),
          entry("createModel", "{\"name\":\"new\"}"),
          entry("createModelVersion", "{\"name\":\"new\"}"),
          entry("putTable", "{\"comment\":\"new\"}"),
          entry("deployManifest", "{\"assets\":[{\"key\":\"a.c\",\"kind\":\"sql\"}]}"),
          entry("createPlan", "{\"selection\":\"*\"}"),
          entry("createRun", "{\"selection\":\"*\"}"),
          entry("undropEntity", "{\"name\":\"new\"}"),
          entry("cancelRun", "{\"reason\":\"new\"}"),
          entry("rerunRun", "{\"mode\":\"FROM_FAILURE\"}"),
          entry(
              "createTransaction",
              "{\"operations\":[{\"operation\":\"createCatalog\",\"body\":{\"name\":\"new\"}}]}"));

  private static final String ALTERATION = "{\"comment\":\"new\"}";

  /** What takes the place of the first body under the same key. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "deployManifest", "{\"assets\":[{\"key\":\"a.d\",\"kind\":\"sql\"}]}",
          "createPlan", "{\"selection\":\"a.b\"}",
          "createRun", "{\"selection\":\"a.b\"}",
          "undropEntity", "{\"name\":\"other\"}",
          "cancelRun", "{\"reason\":\"other\"}",
          "rerunRun", "{\"mode\":\"SUBSET\",\"selection\":\"*\"}",
          "createTransaction",
              "{\"operations\":[{\"operation\":\"createCatalog\",\"body\":{\"name\":\"other\"}}]}");

  private static RunningServer server;
  private static ContractClient client;

  private record Mutation(String id, String method, String template, JsonNode described) {
    @Override
    public String toString() {
      return id;
    }
  }

  @BeforeAll
  static void start() {
    server = RunningServer.inMemory();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Mutation> mutations() throws IOException {
    List<Mutation> all = new ArrayList<>();
    try (InputStream in = IdempotencyContractTest.class.getResourceAsStream("/arco/openapi.json")) {
      Json.tree(in.readAllBytes())
          .path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          method -> {
                            String id = method.getValue().path("operationId").asText();
                            boolean changes =
                                Set.of("post", "put", "patch", "delete").contains(method.getKey())
                                    && !CHANGES_NOTHING.contains(id)
                                    && !KNOWN_BY_ATTEMPT.contains(id);
                            if (changes) {
                              all.add(
                                  new Mutation(
                                      id, method.getKey(), path.getKey(), method.getValue()));
                            }
                          }));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void aKeyBringsTheFirstAnswerAgainAndIsForOneRequest(Mutation mutation) {
    String key = "/components/parameters/idempotencyKey";
    assertTrue(mutation.described().path("parameters").toString().contains(key), "takes a key");
    String tenant = mutation.id().toLowerCase(Locale.ROOT);
    fill("X-Arco-Tenant", tenant);
    String[] headers = {"X-Arco-Tenant", tenant, "Idempotency-Key", "k"};
    String method = mutation.method().toUpperCase(Locale.ROOT);
    String path =
        path(mutation.template())
                .replace("{run}", run(mutation, "X-Arco-Tenant", tenant))
                .replace("{dropped}", dropped(mutation, "X-Arco-Tenant", tenant))
            + forced(mutation);
    String body = body(mutation);

    Answer first = client.valid(method, path, body, headers);
    assertTrue(first.status() < 300, () -> first.json().toString());
    assertNull(first.header("X-Arco-Replayed"));
    Answer again = client.valid(method, path, body, headers).expect(first.status());
    assertEquals(first.json(), again.json());
    assertEquals(first.sequence(), again.sequence());
    assertEquals(first.header("ETag"), again.header("ETag"));
    assertEquals("true", again.header("X-Arco-Replayed"));

    String otherPath = body == null ? other(path(mutation.template())) : path;
    client
        .send(method, otherPath, other(mutation.id(), body), headers)
        .expect(409, "IDEMPOTENCY_KEY_REUSED");
    assertEquals(first.sequence(), client.get("/api/v1/catalogs", headers).sequence());
  }

  private static String path(String template) {
    String path = template;
    for (Map.Entry<String, String> name : NAMES.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", name.getValue());
    }
    return path;
  }

  private static String other(String path) {
    String id = "01900000-0000-7000-8000-000000000001";
    return path.contains("{dropped}") ? path.replace("{dropped}", id) : path + "x";
  }

  /** Something that was deleted, where the operation is about that. */
  private static String dropped(Mutation mutation, String... tenant) {
    return mutation.template().contains("{dropped}")
        ? client
            .delete("/api/v1/catalogs/c/schemas/s/tables/t", tenant)
            .expect(200)
            .json()
            .path("id")
            .asText()
        : "";
  }

  /** A run, where the operation is about one; ended, where it is done again. */
  private static String run(Mutation mutation, String... tenant) {
    if (!mutation.template().contains("{run}")) {
      return "";
    }
    Answer made = client.post("/api/v1/runs", "{\"selection\":\"*\"}", tenant).expect(201);
    String run = made.json().path("run").asText();
    if (mutation.id().equals("rerunRun")) {
      client.post("/api/v1/runs/" + run + "/cancel", "{}", tenant).expect(200);
    }
    return run;
  }

  /** What holds something is deleted with it. */
  private static String forced(Mutation mutation) {
    boolean hasForce =
        mutation
            .described()
            .path("parameters")
            .toString()
            .contains("/components/parameters/force\"");
    return mutation.method().equals("delete") && hasForce ? "?force=true" : "";
  }

  private static String body(Mutation mutation) {
    if (!mutation.described().has("requestBody")) {
      return null;
    }
    String body = mutation.method().equals("patch") ? ALTERATION : BODIES.get(mutation.id());
    assertNotNull(body, () -> "this test lacks a body of " + mutation.id());
    return body;
  }

  private static String other(String id, String body) {
    if (body == null || OTHERS.containsKey(id)) {
      return OTHERS.get(id);
    }
    ObjectNode other = (ObjectNode) Json.tree(body.getBytes(StandardCharsets.UTF_8));
    return other.put("comment", "other").toString();
  }

  /** One of everything. */
  private static void fill(String... tenant) {
    client.post("/api/v1/catalogs", "{\"name\":\"c\"}", tenant).expect(201);
    String schemas = "/api/v1/catalogs/c/schemas";
    client.post(schemas, "{\"name\":\"s\"}", tenant).expect(201);
    String schema = schemas + "/s";
    client.post(schema + "/tables", "{\"name\":\"t\"}", tenant).expect(201);
    client.post(schema + "/views", "{\"name\":\"v\",\"sql\":\"select 1\"}", tenant).expect(201);
    client
        .post(schema + "/volumes", "{\"name\":\"vol\",\"location\":\"s3://b\"}", tenant)
        .expect(201);
    client.post(schema + "/functions", "{\"name\":\"f\",\"body\":\"1\"}", tenant).expect(201);
    client.post(schema + "/models", "{\"name\":\"m\"}", tenant).expect(201);
    client.post(schema + "/models/m/versions", "{\"name\":\"1\"}", tenant).expect(201);
    client
        .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}", tenant)
        .expect(201);
  }
}
