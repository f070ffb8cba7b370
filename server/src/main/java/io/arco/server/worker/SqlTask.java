package io.arco.server.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.runtime.Clock;
import io.arco.server.data.LocatedFiles;
import io.arco.server.data.LocatedFiles.Place;
import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.ResultColumn;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.arco.server.sql.TaskEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One SQL task from its payload to a checked file that is not published yet. The texts of asset and
 * checks pass the same gate as queries of strangers, and run in an engine that is locked to the
 * files they name. One thread; blocks.
 */
final class SqlTask {
  private static final TableName OUTPUT = new TableName(SqlTemplate.CATALOG, "output", "this");

  private final TaskLease lease;
  private final SqlGate gate;
  private final Clock clock;
  private final TaskEngine engine;
  private final LocatedFiles files;
  private final Function<TableLink, String> catalog;
  private final Consumer<String> log;
  private final TaskPartition partition;
  private final Map<TableName, SqlTable> found = new LinkedHashMap<>();
  private final ArrayNode inputs = Json.MAPPER.createArrayNode();

  /**
   * A task.
   *
   * @param context gate and clock
   * @param engine of this task alone
   * @param files where tables are found, of this task alone
   * @param catalog the location of a table that is no asset's; throws TaskFailure
   * @param log takes lines
   */
  SqlTask(
      TaskLease lease,
      WorkerContext context,
      TaskEngine engine,
      LocatedFiles files,
      Function<TableLink, String> catalog,
      Consumer<String> log) {
    this.lease = lease;
    this.gate = context.gate();
    this.clock = context.clock();
    this.engine = engine;
    this.files = files;
    this.catalog = catalog;
    this.log = log;
    this.partition = TaskPartition.of(lease.partitionKey());
  }

  /**
   * Makes the file.
   *
   * @param root the directory that outputs go below
   * @throws TaskFailure what the payload says can't be done
   * @throws io.arco.problem.ProblemException as of the gate, the engine and the files
   */
  Made make(Path root) throws IOException {
    long begun = clock.nanoTime();
    String template = template();
    OutputPlace place = OutputPlace.of(root, lease, partition, files);
    GatedSql sql = gated(template, false);
    Map<String, Set<Source>> origins;
    List<GatedSql> checking = new ArrayList<>();
    for (CheckSpec check : lease.checks()) {
      checking.add(gated(OutputChecks.query(check), true));
    }
    SqlSource source = source(List.of(sql), List.of());
    place.prepare();
    long rows;
    try (TaskEngine.Session session = engine.open(source, List.of(place.unfinished()))) {
      rows = session.write(sql, place.unfinished(), partition.fixed());
      origins = ColumnOrigins.of(gate, filled(template, false), sql, session, log);
    }
    long bytes = Files.size(place.unfinished());
    log.accept("wrote " + rows + " rows, " + bytes + " bytes");
    SqlTable output =
        new SqlTable(OUTPUT, List.of(), List.of(place.unfinished()), !partition.isNone());
    List<ResultColumn> columns;
    List<CheckResult> checks;
    try (TaskEngine.Session session = engine.open(source(checking, List.of(output)), List.of())) {
      columns = session.columns(wrapped("SELECT * FROM " + SqlTemplate.THIS));
      checks = checks(session, checking, rows);
    }
    long elapsedMillis = (clock.nanoTime() - begun) / 1_000_000;
    return new Made(place, rows, bytes, columns, origins, checks, inputs, elapsedMillis);
  }

  private String template() {
    if (!lease.payload().path("sql").isTextual()) {
      throw configuration("the payload of a sql asset has a text \"sql\"");
    }
    for (Map.Entry<String, ?> field : lease.payload().properties()) {
      if (!field.getKey().equals("sql")) {
        throw configuration("the payload of a sql asset has no field \"" + field.getKey() + "\"");
      }
    }
    return lease.payload().path("sql").asText();
  }

  private List<CheckResult> checks(TaskEngine.Session session, List<GatedSql> checking, long rows) {
    List<CheckResult> results = new ArrayList<>();
    for (int i = 0; i < checking.size(); i++) {
      CheckSpec check = lease.checks().get(i);
      GatedSql sql = checking.get(i);
      CheckResult result = OutputChecks.done(check, rows, () -> session.count(sql));
      log.accept(
          "check %s (%s): %s, %s"
              .formatted(
                  check.name(),
                  check.severity(),
                  result.passed() ? "passed" : "FAILED",
                  result.message()));
      results.add(result);
    }
    return results;
  }

  private GatedSql gated(String template, boolean isOfOutput) {
    String plain = filled(template, isOfOutput);
    // By itself, so that errors tell the places of the text as it was written.
    Waiting.on(gate.check(plain));
    return wrapped(plain);
  }

  private String filled(String template, boolean isOfOutput) {
    return withoutEnd(SqlTemplate.fill(template, variables(), isOfOutput).sql().strip());
  }

  /**
   * Without the semicolon that ends it, behind which comments may stand. What is behind it has no
   * quotes, so that it can't be in a text or a name; in a comment it does no harm.
   */
  private static String withoutEnd(String sql) {
    int end = sql.lastIndexOf(';');
    String behind = sql.substring(end + 1);
    boolean isEnd =
        end >= 0
            && behind.chars().noneMatch(c -> "'\"$*".indexOf(c) >= 0)
            && behind.lines().map(String::strip).allMatch(l -> l.isEmpty() || l.startsWith("--"));
    return isEnd ? sql.substring(0, end) : sql;
  }

  /** As a subquery, which the engine makes of it: that, too, must be what it seems. */
  private GatedSql wrapped(String sql) {
    return Waiting.on(gate.check("SELECT * FROM (" + sql + "\n)"));
  }

  private Map<String, String> variables() {
    Map<String, String> values = new TreeMap<>(partition.variables());
    lease
        .periods()
        .forEach(
            (name, period) -> {
              values.putIfAbsent("partition." + name + "_start", instant(period.start()));
              values.putIfAbsent("partition." + name + "_end", instant(period.end()));
            });
    values.put("logical_time", instant(lease.logicalTime()));
    values.put("run_id", Quoted.string(lease.runId()));
    values.put("task_key", Quoted.string(lease.taskKey()));
    values.put("asset", Quoted.string(lease.asset()));
    values.put("attempt", String.valueOf(lease.attempt()));
    values.put("code_version", Quoted.string(lease.codeVersion()));
    lease.labels().forEach((name, value) -> values.put("label." + name, Quoted.string(value)));
    return values;
  }

  private static String instant(String text) {
    return "TIMESTAMPTZ " + Quoted.string(text);
  }

  /** The tables that texts name, and these. */
  private SqlSource source(List<GatedSql> texts, List<SqlTable> more) {
    Set<SqlTable> tables = new LinkedHashSet<>(more);
    for (GatedSql text : texts) {
      for (TableName name : text.tables()) {
        if (!name.equals(OUTPUT)) {
          tables.add(found.computeIfAbsent(name, this::find));
        }
      }
    }
    // One set of tables an instance: no two have to be told apart.
    return new SqlSource("task", List.copyOf(tables));
  }

  private SqlTable find(TableName name) {
    SqlTable table =
        name.catalog().equals(SqlTemplate.CATALOG)
            ? upstream(name, name.schema() + "." + name.table())
            : registered(name);
    log.accept("reads " + table.paths().count() + " files of " + shown(name));
    return table;
  }

  private static String shown(TableName name) {
    return name.catalog().equals(SqlTemplate.CATALOG)
        ? name.schema() + "." + name.table()
        : name.toString();
  }

  private SqlTable registered(TableName name) {
    TableLink link = new TableLink(name.catalog(), name.schema(), name.table());
    SqlTable table = files.table(name, List.of(new Place(catalog.apply(link), "")));
    inputs.addObject().set("table", Made.table(link));
    return table;
  }

  private SqlTable upstream(TableName name, String asset) {
    if (lease.upstreamTruncated()) {
      throw configuration("there are more upstream partitions than a task is told of");
    }
    List<Place> places = new ArrayList<>();
    for (TaskLease.Upstream entry : lease.upstream()) {
      if (entry.asset().equals(asset)) {
        places.add(place(entry));
        inputs.add(input(entry));
      }
    }
    if (places.isEmpty()) {
      throw configuration(
          "there is nothing of " + asset + " to read: no dependency, or nothing made yet");
    }
    return files.table(name, places);
  }

  private static Place place(TaskLease.Upstream entry) {
    if (entry.location() == null) {
      throw configuration("what was made of " + entry.asset() + " has no location");
    }
    if (entry.format() != null && !entry.format().equalsIgnoreCase("parquet")) {
      throw configuration("what was made of " + entry.asset() + " is " + entry.format());
    }
    return new Place(entry.location(), TaskPartition.of(entry.partitionKey()).folder());
  }

  private static ObjectNode input(TaskLease.Upstream entry) {
    ObjectNode input = Json.MAPPER.createObjectNode().put("asset", entry.asset());
    if (entry.table() != null) {
      input.set("table", Made.table(entry.table()));
    }
    if (entry.version() != null) {
      input.put("version", entry.version());
    }
    if (!entry.partitionKey().isEmpty()) {
      input.put("partitionKey", entry.partitionKey());
    }
    return input;
  }

  private static TaskFailure configuration(String message) {
    return new TaskFailure(ErrorCategory.CONFIGURATION, message);
  }
}
