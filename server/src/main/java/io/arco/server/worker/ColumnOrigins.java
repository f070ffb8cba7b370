package io.arco.server.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.planner.manifest.TableLink;
import io.arco.problem.ProblemException;
import io.arco.server.sql.ColumnOrigin;
import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultColumn;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.TableName;
import io.arco.server.sql.TaskEngine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which columns a task's columns were made from, for its report. */
final class ColumnOrigins {
  /** So many edges a report has at most; columns whose edges would be more have none. */
  static final int MAX_EDGES = 2_000;

  private ColumnOrigins() {}

  /**
   * What is known of the columns of a query, by name in lower case. What the tree says is taken
   * only if the engine has the same columns by the same names.
   *
   * @param sql the text with its places filled
   * @param gated the same, as it ran
   */
  static Map<String, Set<Source>> of(
      SqlGate gate, String sql, GatedSql gated, TaskEngine.Session session, Consumer<String> log) {
    Optional<List<ColumnOrigin>> found;
    List<ResultColumn> made;
    try {
      Map<TableName, List<String>> tables = new HashMap<>();
      gated.tables().forEach(table -> tables.put(table, session.columns(table)));
      found = Waiting.on(gate.origins(sql, tables));
      made = session.columns(gated);
    } catch (ProblemException e) {
      log.accept("lineage of columns is left out: " + e.problem().code());
      return Map.of();
    }
    if (found.isEmpty() || !isOf(found.get(), made)) {
      log.accept("lineage of columns can't be told of this query");
      return Map.of();
    }
    return known(found.get(), made, log);
  }

  private static boolean isOf(List<ColumnOrigin> found, List<ResultColumn> made) {
    if (found.size() != made.size()) {
      return false;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      String name = found.get(i).name();
      // The engine makes up names for expressions, and for the second column of a name.
      boolean isOwn = name != null && names.add(lower(name));
      if (isOwn && !name.equalsIgnoreCase(made.get(i).name())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Set<Source>> known(
      List<ColumnOrigin> found, List<ResultColumn> made, Consumer<String> log) {
    Map<String, Set<Source>> known = new HashMap<>();
    int edges = 0;
    for (int i = 0; i < found.size(); i++) {
      String name = made.get(i).name();
      Optional<Set<Source>> sources = found.get(i).sources();
      if (sources.isEmpty() || edges + sources.get().size() > MAX_EDGES) {
        log.accept("lineage of column " + name + " is left out");
      } else {
        edges += sources.get().size();
        known.put(lower(name), sources.get());
      }
    }
    return known;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Adds sources as the protocol has them. */
  static void addTo(ArrayNode inputs, Set<Source> sources) {
    for (Source source : sources) {
      TableName table = source.table();
      ObjectNode input = inputs.addObject();
      if (table.catalog().equals(SqlTemplate.CATALOG)) {
        input.put("asset", table.schema() + "." + table.table());
      } else {
        TableLink link = new TableLink(table.catalog(), table.schema(), table.table());
        input.set("table", Made.table(link));
      }
      input.put("column", source.column());
    }
  }
}
