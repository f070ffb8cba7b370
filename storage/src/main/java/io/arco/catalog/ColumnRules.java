package io.arco.catalog;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of columns as callers describe them. Each method throws {@link ProblemException} naming
 * the field as a JSON pointer into the request.
 */
final class ColumnRules {
  private final CatalogLimits limits;
  private final CatalogRules rules;

  ColumnRules(CatalogLimits limits, CatalogRules rules) {
    this.limits = limits;
    this.rules = rules;
  }

  /** Columns, with ids from 1, their types in canonical form; null is none. */
  List<Column> columns(List<ColumnSpec> specs) {
    if (specs == null) {
      return List.of();
    }
    checkCount(specs.size());
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
      characters = checkCharacters(characters, column);
    }
    return columns;
  }

  /** The columns of a table as they shall be, each in itself as it may be. */
  void checkAll(List<Column> columns) {
    checkCount(columns.size());
    long characters = 0;
    for (Column column : columns) {
      characters = checkCharacters(characters, column);
    }
  }

  /** One column with this id. */
  Column column(String field, int id, ColumnSpec spec) {
    if (spec == null) {
      throw CatalogProblems.required(field).asException();
    }
    rules.text(field + "/name", spec.name());
    rules.comment(field + "/comment", spec.comment());
    rules.tags(field + "/tags", spec.tags());
    boolean nullable = spec.nullable() == null || spec.nullable();
    String type = type(field + "/type", spec.type()).text();
    return new Column(
        id, spec.name(), type, nullable, spec.comment(), SortedProperties.copyOf(spec.tags()));
  }

  /** The type of this text. */
  static ColumnType type(String field, String text) {
    if (TextRules.isBroken(CatalogRules.required(field, text))) {
      throw CatalogProblems.text(field, text, "no lone surrogates").asException();
    }
    try {
      return ColumnType.parse(text);
    } catch (ProblemException e) {
      throw e.problem().with("field", field).asException();
    }
  }

  private void checkCount(int count) {
    if (count > limits.columns()) {
      throw CatalogRules.tooMany("/columns", "columns", limits.columns());
    }
  }

  private long checkCharacters(long before, Column column) {
    String comment = column.comment();
    long characters =
        before
            + column.name().length()
            + column.type().length()
            + (comment == null ? 0 : comment.length());
    for (Map.Entry<String, String> tag : column.tags().entrySet()) {
      characters += tag.getKey().length() + tag.getValue().length();
    }
    if (characters > limits.columnsCharacters()) {
      throw CatalogRules.tooMany("/columns", "columnsCharacters", limits.columnsCharacters());
    }
    return characters;
  }
}
