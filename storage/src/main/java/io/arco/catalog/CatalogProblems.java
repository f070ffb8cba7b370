package io.arco.catalog;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;

/** The problems the catalog answers, each text in one place. */
public final class CatalogProblems {
  /** So much of an offending value is shown. */
  static final int EXCERPT_CHARACTERS = 200;

  private CatalogProblems() {}

  static Problem required(String field) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A value is missing.").with("field", field);
  }

  static Problem text(String field, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The text is not allowed here.")
        .with("field", field)
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  static Problem name(String field, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_NAME, "The name breaks the rules of names.")
        .with("field", field)
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  /** A location that a table can't have: INVALID_LOCATION. */
  public static Problem location(String value, String expected) {
    return Problem.of(ErrorCode.INVALID_LOCATION, "The location is not one a table can have.")
        .with("field", "/location")
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  static Problem duplicateColumn(String field, String name) {
    return Problem.of(ErrorCode.DUPLICATE_COLUMN, "Two columns have the same name.")
        .with("field", field)
        .with("value", name);
  }

  static Problem limit(String limit, int maximum) {
    return Problem.of(ErrorCode.LIMIT_REACHED, "The catalog holds no more than this.")
        .with("limit", limit)
        .with("maximum", maximum);
  }

  /** No catalog of this name: CATALOG_NOT_FOUND. */
  public static Problem catalogNotFound(String catalog) {
    return Problem.of(ErrorCode.CATALOG_NOT_FOUND, "There is no catalog of this name.")
        .with("catalog", excerpt(catalog));
  }

  /** No schema of this name in the catalog: SCHEMA_NOT_FOUND. */
  public static Problem schemaNotFound(String catalog, String schema) {
    return Problem.of(ErrorCode.SCHEMA_NOT_FOUND, "There is no schema of this name.")
        .with("catalog", catalog)
        .with("schema", excerpt(schema));
  }

  /** No table of this name in the schema: TABLE_NOT_FOUND. */
  public static Problem tableNotFound(String catalog, String schema, String table) {
    return Problem.of(ErrorCode.TABLE_NOT_FOUND, "There is no table of this name.")
        .with("catalog", catalog)
        .with("schema", schema)
        .with("table", excerpt(table));
  }

  static Problem alreadyExists(Entity there) {
    return Problem.of(ErrorCode.ALREADY_EXISTS, "A sibling has this name already.")
        .with("field", "/name")
        .with("value", there.name())
        .with("id", there.id().toString());
  }

  static Problem notEmpty(Entity entity, int children) {
    return Problem.of(ErrorCode.NOT_EMPTY, "It is not empty; delete what it holds or use force.")
        .with("name", entity.name())
        .with("children", children);
  }

  static Problem versionMismatch(Entity entity, long expected) {
    return Problem.of(ErrorCode.VERSION_MISMATCH, "It has changed since the expected version.")
        .with("name", entity.name())
        .with("expectedVersion", expected)
        .with("version", entity.version());
  }

  /** The value as it can be shown: cut where it is long, lone surrogates replaced. */
  static String excerpt(String value) {
    int shown = Math.min(value.length(), EXCERPT_CHARACTERS);
    StringBuilder text = new StringBuilder(shown + 1);
    value
        .substring(0, shown)
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return shown < value.length() ? text.append('…').toString() : text.toString();
  }
}
