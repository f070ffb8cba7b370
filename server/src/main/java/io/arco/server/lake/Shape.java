package io.arco.server.lake;

import static java.util.stream.Collectors.joining;

import io.arco.server.sql.Quoted;
import java.util.List;

/** The type of a column of a table, down to its leaves. */
sealed interface Shape {
  /** The type in the engine's SQL. */
  String sql();

  /**
   * A type without parts.
   *
   * @param sql as the engine calls it
   */
  record Leaf(String sql) implements Shape {}

  /** Named parts. */
  record Struct(List<Field> fields) implements Shape {
    public Struct {
      LakeNames.refuseAlike(fields.stream().map(Field::name));
    }

    @Override
    public String sql() {
      return fields.stream()
          .map(field -> Quoted.identifier(field.name()) + " " + field.shape().sql())
          .collect(joining(", ", "STRUCT(", ")"));
    }
  }

  /** Any number of one type. */
  record ListOf(Field element) implements Shape {
    @Override
    public String sql() {
      return element.shape().sql() + "[]";
    }
  }

  /** Keys with values. */
  record MapOf(Field key, Field value) implements Shape {
    @Override
    public String sql() {
      return "MAP(" + key.shape().sql() + ", " + value.shape().sql() + ")";
    }
  }

  /**
   * A column, or a part of one.
   *
   * @param name as queries call it; of an element, key or value: anything
   * @param idOrNull the id by which files know it, or null where they know it by name
   * @param stored the names by which files know it where they hold no ids
   * @param shape its type
   * @param missing SQL of what it is in files that lack it
   */
  record Field(String name, Integer idOrNull, List<String> stored, Shape shape, String missing) {
    public Field {
      stored = List.copyOf(stored);
    }
  }
}
