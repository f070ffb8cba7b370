package io.arco.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A workspace of a server, with a data root that workers share, seen from outside. */
final class WorkerLab {
  /** A query that writes rows for hours in the first attempt, and makes one row in later ones. */
  static final String SLOW_AT_FIRST =
      "select 2 as v union all select a.range % 7 from range(10000) a, range(10000) b,"
          + " range(10000) c where {{ attempt }} = 1";

  /** Timeouts of an asset of which one notices soon that its worker is gone. */
  static final String QUICK = "'timeouts': {'heartbeat': 'PT3S', 'start': 'PT10S'}";

  private static final String RUNS = "/api/v1/runs/";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String workspace;
  private final Path directory;
  private final Path data;

  /**
   * A new workspace with a catalog {@code c} and a schema {@code s}.
   *
   * @param directory for what processes print
   * @param data the data root
   */
  WorkerLab(String url, String workspace, Path directory, Path data) {
    this.url = url;
    this.workspace = workspace;
    this.directory = directory;
    this.data = data;
    post("/api/v1/catalogs", object("'name': 'c'"));
    post("/api/v1/catalogs/c/schemas", object("'name': 's'"));
  }

  /** Deploys assets. */
  void deploy(ObjectNode... assets) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.putArray("assets").addAll(List.of(assets));
    post("/api/v1/manifests", manifest);
  }

  /**
   * An asset {@code w.NAME} of the table {@code c.s.NAME}.
   *
   * @param more fields in JSON, in single quotes
   */
  static ObjectNode asset(String name, String sql, String more) {
    ObjectNode asset = Json.MAPPER.createObjectNode().put("key", "w." + name).put("kind", "sql");
    asset.set("table", object("'catalog': 'c', 'schema': 's', 'name': '" + name + "'"));
    asset.putObject("payload").put("sql", sql);
    return asset.setAll(object(more));
  }

  private static ObjectNode object(String fields) {
    byte[] json = ("{" + fields.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
    return (ObjectNode) Json.tree(json);
  }

  /** Registers a table of a Parquet file. */
  void register(String name, Path file) {
    ObjectNode table = object("'format': 'parquet', 'columns': [{'name': 'a', 'type': 'int'}]");
    table.put("name", name).put("location", file.toUri().toString());
    post("/api/v1/catalogs/c/schemas/s/tables", table);
  }

  /** Makes a run of a selection, of what is there already too; its id. */
  String run(String selection) {
    ObjectNode body = object("'mode': 'ALL', 'logicalTime': '2025-02-01T00:00:00Z'");
    return post("/api/v1/runs", body.put("selection", selection)).path("run").asText();
  }

  /** The same with a label {@code run}. */
  String labelledRun(String selection, String label) {
    ObjectNode body = object("'mode': 'ALL', 'logicalTime': '2025-02-01T00:00:00Z'");
    body.putObject("labels").put("run", label);
    return post("/api/v1/runs", body.put("selection", selection)).path("run").asText();
  }

  /** {@code arco COMMAND --server … MORE}, in this process. */
  ArcoProcess.Ended arco(String command, String... more) {
    return CommandRun.of(arguments(url, command, more));
  }

  /** Does what there is to do; what it printed. */
  String work() {
    ArcoProcess.Ended ended = arco("worker", "--data-root", data.toString(), "--once");
    if (ended.status() != 0) {
      throw new AssertionError("the worker ended with " + ended);
    }
    return ended.out();
  }

  /** A worker as a process, that goes on until it is stopped. */
  ArcoProcess worker(String... more) {
    List<String> options = new ArrayList<>(List.of("--data-root", data.toString()));
    options.addAll(List.of(more));
    return ArcoProcess.start(directory, arguments(url, "worker", options.toArray(String[]::new)));
  }

  /**
   * One that does a single task at a time, so that it asks for no other one meanwhile: a worker
   * that is frozen while it waits would be given the next attempt, and hold it until its start is
   * overdue.
   *
   * @param address of the server
   */
  ArcoProcess workerOf(String address) {
    return ArcoProcess.start(
        directory, arguments(address, "worker", "--data-root", data.toString(), "--slots", "1"));
  }

  private String[] arguments(String address, String command, String... more) {
    List<String> all =
        new ArrayList<>(List.of(command, "--server", address, "--workspace", workspace));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Waits until a run has ended; its state. */
  String ended(String run) {
    Await.until("the run has ended", () -> get(RUNS + run).has("endedAt"));
    return get(RUNS + run).path("state").asText();
  }

  /** A task, with its attempts. */
  JsonNode task(String run, int number) {
    return get(RUNS + run + "/tasks/" + number);
  }

  /** What a query of tables finds, as CSV without its header. */
  String query(String sql) {
    return rows(arco("sql", "--data", "-o", "csv", sql));
  }

  /** What a query of system tables finds, likewise. */
  String system(String sql) {
    return rows(arco("sql", "-o", "csv", sql));
  }

  private static String rows(ArcoProcess.Ended ended) {
    if (ended.status() != 0) {
      return ended.err();
    }
    return ended.out().replace("\r", "").replaceFirst("[^\n]*\n", "").strip();
  }

  /** A table as registered, or the problem. */
  JsonNode table(String name) {
    return get("/api/v1/catalogs/c/schemas/s/tables/" + name);
  }

  /** Where a table's files go. */
  Path folder(String table) {
    return data.resolve("tables/c/s").resolve(table);
  }

  /** The files in a folder below the table's, by name. */
  List<String> files(String table, String folder) {
    Path path = folder(table).resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until an attempt has written something that is not finished. */
  void awaitUnfinished(String table) {
    Await.until(
        "a file is written",
        () -> files(table, "").stream().anyMatch(file -> file.startsWith(".")));
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, ObjectNode body) {
    JsonNode answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    if (answer.has("code")) {
      throw new AssertionError(path + ": " + answer);
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("X-Arco-Tenant", "default")
        .header("X-Arco-Workspace", workspace);
  }

  private JsonNode send(HttpRequest request) {
    try {
      return Json.tree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
