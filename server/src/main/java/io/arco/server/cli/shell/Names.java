package io.arco.server.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.api.PublicTable;
import io.arco.server.cli.CommandException;
import io.arco.server.cli.Rows;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * What a workspace's tables and columns are called, for completion: asked when it is needed, and
 * remembered for a while. Where it can't be asked, nothing is known. Used by one thread.
 */
final class Names {
  /** Tables that are known at most. */
  static final int MAX_TABLES = 20_000;

  /** Tables whose columns are remembered at most. */
  static final int MAX_DESCRIBED = 1_000;

  private static final long FRESH_NANOS = 30_000_000_000L;
  private static final String SYSTEM = "system";

  private final SqlSession session;
  private final List<PublicTable> system;
  private final LongSupplier nanos;
  private final Map<TableName, List<String>> columns = new HashMap<>();
  private List<TableName> registered = List.of();
  private long askedAt;
  private boolean asked;

  /**
   * Nothing is asked yet.
   *
   * @param system the tables that every workspace has
   * @param nanos a clock that never goes back
   */
  Names(SqlSession session, List<PublicTable> system, LongSupplier nanos) {
    this.session = session;
    this.system = system;
    this.nanos = nanos;
  }

  /** Tables and views, the system's first. */
  List<TableName> tables() {
    refresh();
    List<TableName> all = new ArrayList<>();
    system.forEach(table -> all.add(new TableName(SYSTEM, table.domain(), table.table())));
    all.addAll(registered);
    return all;
  }

  /** A system table, or null. */
  PublicTable systemOrNull(TableName name) {
    return system.stream()
        .filter(
            table ->
                name.catalog().equalsIgnoreCase(SYSTEM)
                    && name.schema().equalsIgnoreCase(table.domain())
                    && name.table().equalsIgnoreCase(table.table()))
        .findFirst()
        .orElse(null);
  }

  /** The columns of a table; none if they are not known. */
  List<String> columns(TableName table) {
    PublicTable known = systemOrNull(table);
    if (known != null) {
      return known.columns().stream().map(PublicTable.Column::name).toList();
    }
    refresh();
    if (!columns.containsKey(table) && columns.size() < MAX_DESCRIBED) {
      columns.put(table, first(describe(table, "c.name")));
    }
    return columns.getOrDefault(table, List.of());
  }

  /**
   * A query of the columns of a registered table, in order.
   *
   * @param wanted what of {@code system.catalog.columns c}
   */
  static String describe(TableName table, String wanted) {
    return "select "
        + wanted
        + " from system.catalog.columns c join system.catalog.tables t on t.id = c.table_id"
        + " where t.catalog_name = "
        + Quoted.string(table.catalog())
        + " and t.schema_name = "
        + Quoted.string(table.schema())
        + " and t.name = "
        + Quoted.string(table.table())
        + " order by c.position";
  }

  /** What is remembered may be wrong. */
  void forget() {
    asked = false;
  }

  private void refresh() {
    long now = nanos.getAsLong();
    if (asked && now - askedAt < FRESH_NANOS) {
      return;
    }
    asked = true;
    askedAt = now;
    columns.clear();
    List<TableName> found = new ArrayList<>();
    for (List<JsonNode> row :
        rows(
            "select catalog_name, schema_name, name from system.catalog.tables union all select"
                + " catalog_name, schema_name, name from system.catalog.views order by all")) {
      found.add(new TableName(row.get(0).asText(), row.get(1).asText(), row.get(2).asText()));
    }
    registered = List.copyOf(found);
  }

  private List<String> first(String sql) {
    return rows(sql).stream().map(row -> row.get(0).asText()).toList();
  }

  private List<List<JsonNode>> rows(String sql) {
    try {
      Rows answer =
          session.ask(
              new Question(
                  sql,
                  Question.Tables.SYSTEM,
                  OptionalInt.of(MAX_TABLES),
                  Question.Freshness.PUBLISHED,
                  null));
      return answer.cells();
    } catch (CommandException e) {
      return List.of();
    }
  }
}
