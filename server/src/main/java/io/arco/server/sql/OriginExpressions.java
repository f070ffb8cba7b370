package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.sql.ColumnOrigin.Source;
import io.arco.server.sql.Origins.JsonCte;
import io.arco.server.sql.Origins.Untold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which columns the items of a SELECT read. */
final class OriginExpressions {
  /** Before the names of lambdas' parameters, which no alias begins with. */
  private static final String LAMBDA = "\0";

  private static final Set<String> UNNEST = Set.of("unnest", "unlist");

  private final Origins origins;

  OriginExpressions(Origins origins) {
    this.origins = origins;
  }

  /**
   * What names mean in an expression.
   *
   * @param given by name in lower case: aliases of the items before, parameters of lambdas
   */
  record Names(
      OriginScope scope, Map<String, JsonCte> ctes, Map<String, Optional<Set<Source>>> given) {}

  /** One item that is no star; items after it may use its alias. */
  ColumnOrigin item(JsonNode item, Names names) {
    if (UNNEST.contains(item.path("function_name").asText())) {
      throw new Untold("unnest makes a column of each field of a struct");
    }
    ColumnOrigin column = new ColumnOrigin(name(item), sources(item, names));
    String alias = item.path("alias").asText();
    if (!alias.isEmpty()) {
      names.given().putIfAbsent(TreeCheck.lower(alias), column.sources());
    }
    return column;
  }

  private static String name(JsonNode item) {
    String alias = item.path("alias").asText();
    if (!alias.isEmpty()) {
      return alias;
    }
    JsonNode parts = item.path("column_names");
    return parts.isEmpty() ? null : parts.get(parts.size() - 1).asText();
  }

  /** The columns of {@code *} or {@code name.*}. */
  List<ColumnOrigin> star(JsonNode star, Names names) {
    boolean isPlain =
        !star.path("columns").asBoolean()
            && star.path("expr").isEmpty()
            && star.path("qualified_exclude_list").isEmpty();
    if (!isPlain) {
      throw new Untold("COLUMNS");
    }
    String of = star.path("relation_name").asText();
    List<ColumnOrigin> all =
        of.isEmpty()
            ? names.scope().star()
            : names.scope().of(of).orElseThrow(() -> new Untold(of));
    Map<String, JsonNode> replaced = byKey(star.path("replace_list"));
    Map<String, JsonNode> renamed = byKey(star.path("rename_list"));
    List<ColumnOrigin> columns = new ArrayList<>();
    for (ColumnOrigin column : all) {
      String name = column.name() == null ? "" : TreeCheck.lower(column.name());
      if (excludes(star.path("exclude_list"), name)) {
        continue;
      }
      JsonNode expression = replaced.get(name);
      ColumnOrigin shown =
          expression == null ? column : new ColumnOrigin(column.name(), sources(expression, names));
      columns.add(renamed.containsKey(name) ? shown.named(renamed.get(name).asText()) : shown);
    }
    origins.step(columns.size());
    return columns;
  }

  private static Map<String, JsonNode> byKey(JsonNode entries) {
    Map<String, JsonNode> values = new HashMap<>();
    for (JsonNode entry : entries) {
      JsonNode key = entry.path("key");
      values.put(TreeCheck.lower(text(key)), entry.path("value"));
    }
    return values;
  }

  private static boolean excludes(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (TreeCheck.lower(text(one)).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A column's name, which may be written with its table. */
  private static String text(JsonNode name) {
    boolean isQualified = !name.path("table").asText().isEmpty();
    String text = name.isTextual() ? name.asText() : name.path("column").asText();
    if (isQualified || text.isEmpty()) {
      throw new Untold("a qualified name in a star");
    }
    return text;
  }

  /** What an expression reads, or everything in a part of the tree. */
  Optional<Set<Source>> sources(JsonNode node, Names names) {
    Set<Source> found = new LinkedHashSet<>();
    return collect(node, names, found) ? Optional.of(found) : Optional.empty();
  }

  /** False: it can't be told. */
  private boolean collect(JsonNode node, Names names, Set<Source> found) {
    origins.step(1);
    return switch (node.path("class").asText()) {
      case "COLUMN_REF" -> add(column(node, names), found);
      case "SUBQUERY" -> subquery(node, names, found);
      case "LAMBDA" -> lambda(node, names, found);
      case "CONSTANT", "LAMBDA_REF" -> true;
      case "STAR" -> throw new Untold("a star in an expression");
      case "POSITIONAL_REFERENCE", "PARAMETER" -> false;
      default -> children(node, names, found);
    };
  }

  private boolean children(JsonNode node, Names names, Set<Source> found) {
    for (JsonNode child : node) {
      if (child.isContainerNode() && !collect(child, names, found)) {
        return false;
      }
    }
    return true;
  }

  private boolean add(Optional<Set<Source>> sources, Set<Source> found) {
    sources.ifPresent(
        more -> {
          origins.step(more.size());
          found.addAll(more);
        });
    return sources.isPresent();
  }

  /** A column of FROM goes before an alias of the same name, a lambda's parameter before both. */
  private static Optional<Set<Source>> column(JsonNode node, Names names) {
    List<String> parts = new ArrayList<>();
    node.path("column_names").forEach(part -> parts.add(part.asText()));
    String first = TreeCheck.lower(parts.get(0));
    if (names.given().containsKey(LAMBDA + first)) {
      return names.given().get(LAMBDA + first);
    }
    Optional<Set<Source>> found = names.scope().find(parts);
    boolean isAlias = found.isEmpty() && names.given().containsKey(first);
    return isAlias && !names.scope().has(first) ? names.given().get(first) : found;
  }

  private boolean lambda(JsonNode node, Names names, Set<Source> found) {
    Map<String, Optional<Set<Source>>> given = new HashMap<>(names.given());
    JsonNode parameters = node.path("lhs");
    for (JsonNode one :
        parameters.has("children") ? parameters.path("children") : List.of(parameters)) {
      String name = one.path("column_names").path(0).asText();
      given.put(LAMBDA + TreeCheck.lower(name), Optional.of(Set.of()));
    }
    return collect(node.path("expr"), new Names(names.scope(), names.ctes(), given), found);
  }

  /** EXISTS is of rows, not of values. */
  private boolean subquery(JsonNode node, Names names, Set<Source> found) {
    if (!node.path("child").isMissingNode() && !collect(node.path("child"), names, found)) {
      return false;
    }
    if (node.path("subquery_type").asText().contains("EXISTS")) {
      return true;
    }
    List<ColumnOrigin> columns =
        origins.query(node.at("/subquery/node"), names.scope(), names.ctes());
    return add(OriginScope.all(columns), found);
  }
}
