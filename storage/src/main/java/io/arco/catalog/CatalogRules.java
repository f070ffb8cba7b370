package io.arco.catalog;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of what a caller may write into the catalog, as far as they can be judged without the
 * state. Each method throws {@link ProblemException} naming the field as a JSON pointer into the
 * request.
 */
final class CatalogRules {
  /** No catalog, schema or table is called so: SQL shows Arco's own tables under it. */
  static final String RESERVED_NAME = "system";

  private final CatalogLimits limits;

  CatalogRules(CatalogLimits limits) {
    this.limits = limits;
  }

  /** The value, which must be there; whether it is well-formed doesn't matter for a look-up. */
  static String required(String field, String value) {
    if (value == null) {
      throw CatalogProblems.required(field).asException();
    }
    return value;
  }

  /** The name of a new catalog, schema or table. */
  void name(String name) {
    text("/name", name);
    if (name.indexOf('/') >= 0 || name.indexOf('.') >= 0) {
      throw CatalogProblems.name("/name", name, "no / and no .").asException();
    }
    // In any case: SQL engines find names without regard to it.
    if (name.equalsIgnoreCase(RESERVED_NAME)) {
      throw CatalogProblems.name("/name", name, "not system").asException();
    }
  }

  /** A comment; null is none. */
  void comment(String field, String comment) {
    if (comment != null) {
      freeText(field, comment, limits.commentCharacters());
    }
  }

  /** Properties; null is none. */
  void properties(Map<String, String> properties) {
    if (properties == null) {
      return;
    }
    if (properties.size() > limits.properties()) {
      throw tooMany("/properties", "properties", limits.properties());
    }
    properties.forEach(this::property);
  }

  /** A location; null is none. */
  void location(String location) {
    if (location == null) {
      return;
    }
    if (!TextRules.fits(location, limits.locationCharacters())) {
      throw CatalogProblems.location(
              location, "at most " + limits.locationCharacters() + " characters")
          .asException();
    }
    try {
      URI uri = new URI(location);
      if (!uri.isAbsolute() || uri.isOpaque() || TextRules.isBroken(location)) {
        throw CatalogProblems.location(location, "a URI like file:/… or s3://…").asException();
      }
    } catch (URISyntaxException e) {
      throw CatalogProblems.location(location, "a URI like file:/… or s3://…").asException();
    }
  }

  /** Columns, with ids from 1, their types in canonical form; null is none. */
  List<Column> columns(List<ColumnSpec> specs) {
    if (specs == null) {
      return List.of();
    }
    if (specs.size() > limits.columns()) {
      throw tooMany("/columns", "columns", limits.columns());
    }
    List<Column> columns = new ArrayList<>(specs.size());
    Set<String> names = new HashSet<>();
    long characters = 0;
    for (ColumnSpec spec : specs) {
      String field = "/columns/" + columns.size();
      Column column = column(field, columns.size() + 1, spec);
      if (!names.add(column.name())) {
        throw CatalogProblems.duplicateColumn(field + "/name", column.name()).asException();
      }
      columns.add(column);
      characters += characters(column);
      if (characters > limits.columnsCharacters()) {
        throw tooMany("/columns", "columnsCharacters", limits.columnsCharacters());
      }
    }
    return columns;
  }

  private Column column(String field, int id, ColumnSpec spec) {
    if (spec == null) {
      throw CatalogProblems.required(field).asException();
    }
    text(field + "/name", spec.name());
    comment(field + "/comment", spec.comment());
    boolean nullable = spec.nullable() == null || spec.nullable();
    String type = type(field + "/type", spec.type());
    return new Column(id, spec.name(), type, nullable, spec.comment());
  }

  private static String type(String field, String text) {
    if (TextRules.isBroken(required(field, text))) {
      throw CatalogProblems.text(field, text, "no lone surrogates").asException();
    }
    try {
      return ColumnType.parse(text).text();
    } catch (ProblemException e) {
      throw e.problem().with("field", field).asException();
    }
  }

  private static long characters(Column column) {
    String comment = column.comment();
    return (long) column.name().length()
        + column.type().length()
        + (comment == null ? 0 : comment.length());
  }

  private void property(String key, String value) {
    if (key == null || key.isEmpty()) {
      throw CatalogProblems.text("/properties", "", "keys of at least 1 character").asException();
    }
    String field = "/properties/" + key.replace("~", "~0").replace("/", "~1");
    if (!TextRules.fits(key, limits.propertyKeyCharacters())) {
      String expected = "keys of at most " + limits.propertyKeyCharacters() + " characters";
      throw CatalogProblems.text("/properties", key, expected).asException();
    }
    if (TextRules.hasControl(key) || TextRules.isBroken(key)) {
      throw CatalogProblems.text("/properties", key, "keys without control characters")
          .asException();
    }
    freeText(field, required(field, value), limits.propertyValueCharacters());
  }

  private void text(String field, String name) {
    required(field, name);
    if (name.isEmpty() || !TextRules.fits(name, limits.nameCharacters())) {
      String expected = "1 to " + limits.nameCharacters() + " characters";
      throw CatalogProblems.name(field, name, expected).asException();
    }
    if (TextRules.hasControl(name) || TextRules.isBroken(name)) {
      throw CatalogProblems.name(field, name, "no control characters, no lone surrogates")
          .asException();
    }
  }

  private static void freeText(String field, String text, int limit) {
    if (!TextRules.fits(text, limit)) {
      throw CatalogProblems.text(field, text, "at most " + limit + " characters").asException();
    }
    if (TextRules.hasControlInLines(text) || TextRules.isBroken(text)) {
      throw CatalogProblems.text(
              field, text, "no control characters but tab and line ends, no lone surrogates")
          .asException();
    }
  }

  private static ProblemException tooMany(String field, String limit, int maximum) {
    Problem problem = CatalogProblems.limit(limit, maximum).with("field", field);
    return problem.asException();
  }
}
