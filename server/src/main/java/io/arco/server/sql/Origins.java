package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.server.sql.OriginScope.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, in the tree of a checked query, which columns of its tables each of its columns reads: the
 * lineage of values. What only decides which rows there are (filters, join conditions, group keys,
 * order, limits) is not that. Used once.
 *
 * <p>What is not known for sure is not told: a name that could mean two things leaves its column
 * untold, and a construct whose columns can't be counted (COLUMNS, PIVOT, recursion, unnest as a
 * column) leaves the query untold.
 */
final class Origins {
  /** Nodes visited and sources copied, of one query. */
  static final int MAX_STEPS = 1_000_000;

  private final Map<TableName, List<String>> tables;
  private final OriginExpressions expressions = new OriginExpressions(this);
  private int steps;

  private Origins(Map<TableName, List<String>> tables) {
    this.tables = tables;
  }

  /** The query can't be told. */
  static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Untold(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * The columns of a statement.
   *
   * @param tables the columns of the tables it names
   * @return empty if it can't be told which there are
   */
  static Optional<List<ColumnOrigin>> of(JsonNode statement, Map<TableName, List<String>> tables) {
    try {
      Origins origins = new Origins(tables);
      return Optional.of(origins.query(statement.path("node"), null, Map.of()));
    } catch (Untold e) {
      return Optional.empty();
    }
  }

  /** Counts work. */
  void step(int weight) {
    steps += weight;
    if (steps > MAX_STEPS) {
      throw new Untold("the query is too large");
    }
  }

  /** The columns of a query's node. */
  List<ColumnOrigin> query(JsonNode node, OriginScope outer, Map<String, JsonCte> above) {
    step(1);
    Map<String, JsonCte> ctes = new HashMap<>(above);
    for (JsonNode entry : node.at("/cte_map/map")) {
      JsonNode value = entry.path("value");
      ctes.put(
          TreeCheck.lower(entry.path("key").asText()), new JsonCte(value, outer, Map.copyOf(ctes)));
    }
    return switch (node.path("type").asText()) {
      case "SELECT_NODE" -> select(node, outer, ctes);
      case "SET_OPERATION_NODE" -> setOperation(node, outer, ctes);
      default -> throw new Untold(node.path("type").asText());
    };
  }

  /** A CTE, and what was in scope where it stands. */
  record JsonCte(JsonNode value, OriginScope outer, Map<String, JsonCte> above) {}

  private List<ColumnOrigin> select(JsonNode node, OriginScope outer, Map<String, JsonCte> ctes) {
    OriginScope scope = from(node.path("from_table"), outer, ctes);
    OriginExpressions.Names names = new OriginExpressions.Names(scope, ctes, new HashMap<>());
    List<ColumnOrigin> columns = new ArrayList<>();
    for (JsonNode item : node.path("select_list")) {
      if (item.path("class").asText().equals("STAR")) {
        columns.addAll(expressions.star(item, names));
      } else {
        columns.add(expressions.item(item, names));
      }
    }
    step(columns.size());
    return columns;
  }

  private List<ColumnOrigin> setOperation(
      JsonNode node, OriginScope outer, Map<String, JsonCte> ctes) {
    String type = node.path("setop_type").asText();
    List<ColumnOrigin> left = query(node.path("left"), outer, ctes);
    List<ColumnOrigin> right = query(node.path("right"), outer, ctes);
    if (type.equals("EXCEPT")) {
      return left;
    }
    if ((!type.equals("UNION") && !type.equals("INTERSECT")) || left.size() != right.size()) {
      throw new Untold(type);
    }
    List<ColumnOrigin> columns = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      columns.add(both(left.get(i), right.get(i)).named(left.get(i).name()));
    }
    return columns;
  }

  private ColumnOrigin both(ColumnOrigin left, ColumnOrigin right) {
    Optional<Set<Source>> sources = OriginScope.all(List.of(left, right));
    sources.ifPresent(found -> step(found.size()));
    return new ColumnOrigin(left.name(), sources);
  }

  private OriginScope from(JsonNode table, OriginScope outer, Map<String, JsonCte> ctes) {
    step(1);
    return switch (table.path("type").asText()) {
      case "EMPTY" -> OriginScope.empty(outer);
      case "BASE_TABLE" -> OriginScope.of(base(table, ctes), outer);
      case "SUBQUERY" ->
          OriginScope.of(
              relation(table, "", query(table.at("/subquery/node"), outer, ctes)), outer);
      case "EXPRESSION_LIST" -> OriginScope.of(values(table, outer, ctes), outer);
      case "TABLE_FUNCTION" -> OriginScope.of(function(table, outer, ctes), outer);
      case "JOIN" -> join(table, outer, ctes);
      default -> throw new Untold(table.path("type").asText());
    };
  }

  private Relation base(JsonNode table, Map<String, JsonCte> ctes) {
    String name = table.path("table_name").asText();
    if (table.path("catalog_name").asText().isEmpty()) {
      JsonCte cte = ctes.get(TreeCheck.lower(name));
      if (cte == null) {
        throw new Untold(name);
      }
      List<ColumnOrigin> columns = query(cte.value().at("/query/node"), cte.outer(), cte.above());
      return relation(table, name, renamed(columns, cte.value().path("aliases")));
    }
    TableName full = TreeCheck.name(table);
    List<String> known = tables.get(full);
    if (known == null) {
      throw new Untold(name);
    }
    step(known.size());
    List<ColumnOrigin> columns =
        known.stream()
            .map(it -> new ColumnOrigin(it, Optional.of(Set.of(new Source(full, it)))))
            .toList();
    Relation relation = relation(table, name, columns);
    return table.path("alias").asText().isEmpty()
        ? new Relation(List.of(name, full.schema(), full.catalog()), relation.columns())
        : relation;
  }

  private Relation values(JsonNode table, OriginScope outer, Map<String, JsonCte> ctes) {
    OriginExpressions.Names names =
        new OriginExpressions.Names(OriginScope.empty(outer), ctes, new HashMap<>());
    List<ColumnOrigin> columns = new ArrayList<>();
    for (JsonNode row : table.path("values")) {
      for (int i = 0; i < row.size(); i++) {
        ColumnOrigin value = expressions.item(row.get(i), names).named("col" + i);
        if (i == columns.size()) {
          columns.add(value);
        } else {
          columns.set(i, both(columns.get(i), value));
        }
      }
    }
    return relation(table, "valueslist", columns);
  }

  /** {@code unnest}, {@code range} and {@code generate_series} of one column. */
  private Relation function(JsonNode table, OriginScope outer, Map<String, JsonCte> ctes) {
    JsonNode call = table.path("function");
    String name = call.path("function_name").asText();
    JsonNode arguments = call.path("children");
    if (name.equals("unnest") && arguments.size() != 1) {
      throw new Untold(name);
    }
    OriginExpressions.Names names =
        new OriginExpressions.Names(OriginScope.empty(outer), ctes, new HashMap<>());
    ColumnOrigin column = new ColumnOrigin(name, expressions.sources(arguments, names));
    return relation(table, name, List.of(column));
  }

  private static Relation relation(JsonNode table, String name, List<ColumnOrigin> columns) {
    String alias = table.path("alias").asText();
    return new Relation(
        List.of(alias.isEmpty() ? name : alias), renamed(columns, table.path("column_name_alias")));
  }

  private static List<ColumnOrigin> renamed(List<ColumnOrigin> columns, JsonNode names) {
    List<ColumnOrigin> renamed = new ArrayList<>(columns);
    for (int i = 0; i < names.size() && i < columns.size(); i++) {
      renamed.set(i, columns.get(i).named(names.get(i).asText()));
    }
    return renamed;
  }

  private OriginScope join(JsonNode table, OriginScope outer, Map<String, JsonCte> ctes) {
    OriginScope left = from(table.path("left"), outer, ctes);
    // What stands on the right may name what stands on the left.
    OriginScope right = from(table.path("right"), left, ctes);
    String type = table.path("join_type").asText();
    if (type.equals("SEMI") || type.equals("ANTI")) {
      return left;
    }
    if (!Set.of("INNER", "LEFT", "RIGHT", "FULL").contains(type)) {
      throw new Untold(type);
    }
    Set<String> using = new LinkedHashSet<>();
    table.path("using_columns").forEach(name -> using.add(name.asText()));
    if (table.path("ref_type").asText().equals("NATURAL")) {
      using.addAll(OriginScope.common(left.star(), right.star()));
    }
    List<ColumnOrigin> star = new ArrayList<>(left.star());
    List<ColumnOrigin> rest = new ArrayList<>(right.star());
    for (String name : using) {
      int at = only(star, name);
      ColumnOrigin other = rest.remove(only(rest, name));
      if (type.equals("RIGHT")) {
        star.set(at, other);
      } else if (type.equals("FULL")) {
        star.set(at, both(star.get(at), other));
      }
    }
    star.addAll(rest);
    step(star.size());
    return left.joined(right, star);
  }

  private static int only(List<ColumnOrigin> columns, String name) {
    int found = -1;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isCalled(name)) {
        if (found >= 0) {
          throw new Untold(name);
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new Untold(name);
    }
    return found;
  }
}
