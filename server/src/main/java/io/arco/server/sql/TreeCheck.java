package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks the tree of a SELECT and refuses whatever is not known to be harmless: every expression
 * class, node, table reference and modifier must be on a list. Collects the tables named, and what
 * the {@link TableRewrite} needs.
 */
final class TreeCheck {
  private static final Set<String> EXPRESSIONS =
      Set.of(
          "BETWEEN",
          "CASE",
          "CAST",
          "COLLATE",
          "COLUMN_REF",
          "COMPARISON",
          "CONJUNCTION",
          "CONSTANT",
          "FUNCTION",
          "LAMBDA",
          "LAMBDA_REF",
          "OPERATOR",
          "POSITIONAL_REFERENCE",
          "STAR",
          "SUBQUERY",
          "WINDOW");

  private static final Set<String> NODES =
      Set.of(
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "RECURSIVE_CTE_NODE",
          "CTE_NODE",
          "BASE_TABLE",
          "EMPTY",
          "EXPRESSION_LIST",
          "JOIN",
          "PIVOT",
          "SUBQUERY",
          "TABLE_FUNCTION",
          "DISTINCT_MODIFIER",
          "LIMIT_MODIFIER",
          "LIMIT_PERCENT_MODIFIER",
          "ORDER_MODIFIER",
          "ORDER_DEFAULT",
          "ASCENDING",
          "DESCENDING");

  /**
   * How deep things may nest that the engine's planner works through again for each level, in time
   * exponential in the depth, and can't be stopped at: a subquery, CTE or lambda counts 1, a macro
   * {@link #MACRO_WEIGHT}.
   */
  static final int MAX_REPLANNED = 12;

  private static final int MACRO_WEIGHT = 3;

  private static final String VERSION = "VERSION";

  /** Descriptions of types; they hold values and other types. */
  private static final String TYPE_SUFFIX = "_TYPE_INFO";

  /** References to tables, in the order of the tree. */
  final List<ObjectNode> tables = new ArrayList<>();

  /** References to columns with three parts or more. */
  final List<ObjectNode> qualifiedColumns = new ArrayList<>();

  /** Names, lower case, that a table reference or CTE was given in the text. */
  final Set<String> aliases = new HashSet<>();

  /** Most parameters of a statement. */
  static final int MAX_PARAMETERS = 1_000;

  private final boolean mayHaveParameters;
  private final Set<Integer> parameters = new TreeSet<>();
  private int replanned;
  private int deepest;

  private TreeCheck(boolean mayHaveParameters) {
    this.mayHaveParameters = mayHaveParameters;
  }

  /** Checks a statement; its parameters are refused unless it may have some. */
  static TreeCheck of(JsonNode statement, boolean mayHaveParameters) {
    TreeCheck check = new TreeCheck(mayHaveParameters);
    check.walk(statement, Set.of());
    return check;
  }

  /**
   * How many parameters it has.
   *
   * @throws io.arco.problem.ProblemException SQL_NOT_ALLOWED if they are not numbered from 1
   *     without a gap
   */
  int parameterCount() {
    for (int position = 1; position <= parameters.size(); position++) {
      if (!parameters.contains(position)) {
        throw Problem.of(ErrorCode.SQL_NOT_ALLOWED, "A parameter's number is left out.")
            .with("parameter", position)
            .asException();
      }
    }
    return parameters.size();
  }

  /** How deep it nests what counts for {@link #MAX_REPLANNED}. */
  int nesting() {
    return deepest;
  }

  static TableName name(JsonNode table) {
    JsonNode version = table.at("/at_clause/expr/value/value");
    return new TableName(
        table.path("catalog_name").asText(),
        table.path("schema_name").asText(),
        table.path("table_name").asText(),
        version.isMissingNode() ? Optional.empty() : Optional.of(version(version)));
  }

  private static TableVersion version(JsonNode value) {
    return value.isTextual()
        ? new TableVersion.Name(value.asText())
        : new TableVersion.Number(value.longValue());
  }

  private void walk(JsonNode node, Set<String> ctes) {
    int weight = weight(node);
    replanned += weight;
    deepest = Math.max(deepest, replanned);
    if (replanned > MAX_REPLANNED) {
      throw Problem.of(ErrorCode.SQL_NOT_ALLOWED, "Subqueries, lambdas or macros nest too deeply.")
          .with("limit", MAX_REPLANNED)
          .asException();
    }
    if (node.isObject()) {
      walkObject((ObjectNode) node, ctes);
    } else if (node.isArray()) {
      node.forEach(child -> walk(child, ctes));
    }
    replanned -= weight;
  }

  private static int weight(JsonNode node) {
    return switch (node.path("class").asText()) {
      case "SUBQUERY", "LAMBDA" -> 1;
      case "FUNCTION", "WINDOW" -> AllowedFunctions.isMacro(node) ? MACRO_WEIGHT : 0;
      default -> node.has("materialized") ? 1 : 0; // the value of a CTE
    };
  }

  private void walkObject(ObjectNode node, Set<String> ctes) {
    checkKind(node, ctes);
    Set<String> inside = node.has("cte_map") ? walkCtes(node.path("cte_map"), ctes) : ctes;
    node.fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals("cte_map") && !isTableFunction(node, field.getKey())) {
                walk(field.getValue(), inside);
              }
            });
    if (isTableFunction(node, "function")) {
      walk(node.path("function").path("children"), inside);
    }
  }

  private static boolean isTableFunction(JsonNode node, String field) {
    return field.equals("function") && node.path("type").asText().equals("TABLE_FUNCTION");
  }

  /**
   * A CTE is in scope in those after it, in its own body if that is recursive, and in the query.
   */
  private Set<String> walkCtes(JsonNode cteMap, Set<String> outer) {
    Set<String> scope = new HashSet<>(outer);
    for (JsonNode entry : cteMap.path("map")) {
      String name = lower(entry.path("key").asText());
      Set<String> body = new HashSet<>(scope);
      body.remove(name);
      if (entry.at("/value/query/node/type").asText().equals("RECURSIVE_CTE_NODE")) {
        body.add(name);
      }
      walk(entry.path("value"), body);
      scope.add(name);
      aliases.add(name);
    }
    return scope;
  }

  private void checkKind(ObjectNode node, Set<String> ctes) {
    JsonNode type = node.path("type");
    if (node.has("class")) {
      checkExpression(node);
    } else if (type.isTextual()) {
      String kind = type.asText();
      if (!NODES.contains(kind) && !kind.endsWith(TYPE_SUFFIX)) {
        throw notAllowed(kind);
      }
      switch (kind) {
        case "BASE_TABLE" -> checkTable(node, ctes);
        case "TABLE_FUNCTION" -> AllowedFunctions.checkTableFunction(node.path("function"));
        case "PIVOT" -> checkPivot(node);
        default -> {}
      }
      if (!node.path("alias").asText().isEmpty()) {
        aliases.add(lower(node.path("alias").asText()));
      }
    }
  }

  private void checkExpression(ObjectNode node) {
    String kind = node.path("class").asText();
    if (kind.equals("PARAMETER") && mayHaveParameters) {
      parameters.add(position(node.path("identifier").asText()));
      return;
    }
    if (!EXPRESSIONS.contains(kind)) {
      throw notAllowed(kind);
    }
    if (kind.equals("FUNCTION") || kind.equals("WINDOW")) {
      AllowedFunctions.check(node);
    }
    if (kind.equals("COLUMN_REF") && node.path("column_names").size() > 2) {
      qualifiedColumns.add(node);
    }
  }

  private static int position(String identifier) {
    if (!identifier.matches("[1-9]\\d{0,3}") || Integer.parseInt(identifier) > MAX_PARAMETERS) {
      throw Problem.of(ErrorCode.SQL_NOT_ALLOWED, "Parameters are ? or numbered, $1 and so on.")
          .with("parameter", identifier)
          .with("limit", MAX_PARAMETERS)
          .asException();
    }
    return Integer.parseInt(identifier);
  }

  private void checkTable(ObjectNode node, Set<String> ctes) {
    String table = node.path("table_name").asText();
    boolean bare =
        node.path("catalog_name").asText().isEmpty() && node.path("schema_name").asText().isEmpty();
    if (!node.path("at_clause").isNull()) {
      checkVersion(node.path("at_clause"), table);
    }
    if (bare && !node.path("at_clause").isNull()) {
      throw refused("Only tables named catalog.schema.table have versions.", table);
    }
    if (bare && ctes.contains(lower(table))) {
      return;
    }
    if (node.path("catalog_name").asText().isEmpty()
        || node.path("schema_name").asText().isEmpty()) {
      throw refused("Tables are named catalog.schema.table, all three parts.", table);
    }
    tables.add(node);
  }

  private static void checkVersion(JsonNode at, String table) {
    JsonNode value = at.at("/expr/value/value");
    if (!at.path("unit").asText().equalsIgnoreCase(VERSION)
        || !at.at("/expr/class").asText().equals("CONSTANT")
        || !(isNumber(value) || isName(value))) {
      throw refused(
          "A table's version is AT (VERSION => number), or AT (VERSION => 'name') of a branch or"
              + " tag.",
          table);
    }
  }

  private static boolean isNumber(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
  }

  private static boolean isName(JsonNode value) {
    return value.isTextual()
        && !value.asText().isEmpty()
        && value.asText().length() <= TableVersion.MAX_NAME;
  }

  private static void checkPivot(ObjectNode node) {
    for (JsonNode pivot : node.path("pivots")) {
      if (!pivot.path("pivot_enum").asText().isEmpty()) {
        throw refused("PIVOT needs its values listed.", pivot.path("pivot_enum").asText());
      }
    }
  }

  private static RuntimeException notAllowed(String kind) {
    return switch (kind) {
      case "PARAMETER" ->
          Problem.of(ErrorCode.SQL_NOT_ALLOWED, "Parameters are not supported.").asException();
      case "SHOW_REF" ->
          Problem.of(ErrorCode.SQL_NOT_ALLOWED, "DESCRIBE, SHOW and SUMMARIZE are not allowed.")
              .asException();
      default ->
          Problem.of(ErrorCode.SQL_NOT_ALLOWED, "The query uses something that is not allowed.")
              .with("construct", kind)
              .asException();
    };
  }

  private static RuntimeException refused(String text, String table) {
    return Problem.of(ErrorCode.SQL_NOT_ALLOWED, text).with("table", table).asException();
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
