package io.arco.server.lake;

import io.arco.server.lake.Shape.Field;
import io.arco.server.sql.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * How the columns of a table are made of those of one file: found by field id, or by name where the
 * file has none, parts of structs, lists and maps included; what the file lacks is what the table
 * says it is there.
 */
final class Projection {
  private int lambdas;

  /** SQL for a column of the table over the columns {@code f."name"} of the file. */
  static String of(Field wanted, List<FileColumn> file) {
    return find(wanted, file)
        .map(
            found ->
                new Projection()
                    .value("f." + Quoted.identifier(found.name()), wanted.shape(), found))
        .orElse(wanted.missing());
  }

  /** The column of a file that a field means. */
  static Optional<FileColumn> find(Field wanted, List<FileColumn> file) {
    boolean hasIds = file.stream().anyMatch(column -> column.idOrNull() != null);
    return file.stream()
        .filter(
            column ->
                (wanted.idOrNull() != null && hasIds)
                    ? wanted.idOrNull().equals(column.idOrNull())
                    : wanted.stored().contains(column.name()))
        .findFirst();
  }

  private String value(String sql, Shape shape, FileColumn file) {
    if (isAlike(shape, file)) {
      return sql;
    }
    if (shape instanceof Shape.Struct struct && file.kind() == FileColumn.Kind.STRUCT) {
      return struct(sql, struct, file);
    }
    if (shape instanceof Shape.ListOf list && file.kind() == FileColumn.Kind.LIST) {
      String item = "x" + lambdas++;
      String element = value(item, list.element().shape(), file.parts().get(0));
      return "list_transform(" + sql + ", lambda " + item + ": " + element + ")";
    }
    if (shape instanceof Shape.MapOf map && file.kind() == FileColumn.Kind.MAP) {
      String item = "x" + lambdas++;
      String key = value(item + ".key", map.key().shape(), file.parts().get(0));
      String of = value(item + ".value", map.value().shape(), file.parts().get(1));
      String entry = "{'key': " + key + ", 'value': " + of + "}";
      String entries =
          "list_transform(map_entries(" + sql + "), lambda " + item + ": " + entry + ")";
      return "CASE WHEN " + sql + " IS NULL THEN NULL ELSE map_from_entries(" + entries + ") END";
    }
    return sql; // the engine's cast judges whether it can be
  }

  private String struct(String sql, Shape.Struct struct, FileColumn file) {
    StringBuilder made = new StringBuilder("CASE WHEN " + sql + " IS NULL THEN NULL ELSE {");
    String separator = "";
    for (Field field : struct.fields()) {
      Optional<FileColumn> found = find(field, file.parts());
      String value =
          found
              .map(part -> value(part(sql, part), field.shape(), part))
              .orElse("CAST(" + field.missing() + " AS " + field.shape().sql() + ")");
      made.append(separator).append(Quoted.string(field.name())).append(": ").append(value);
      separator = ", ";
    }
    return made.append("} END").toString();
  }

  private static String part(String sql, FileColumn part) {
    return "struct_extract(" + sql + ", " + Quoted.string(part.name()) + ")";
  }

  /** Whether a cast by names does all there is to do. */
  private static boolean isAlike(Shape shape, FileColumn file) {
    if (shape instanceof Shape.Struct struct && file.kind() == FileColumn.Kind.STRUCT) {
      return struct.fields().size() == file.parts().size()
          && struct.fields().stream().allMatch(field -> isAlike(field, file.parts()));
    }
    if (shape instanceof Shape.ListOf list && file.kind() == FileColumn.Kind.LIST) {
      return isAlike(list.element().shape(), file.parts().get(0));
    }
    if (shape instanceof Shape.MapOf map && file.kind() == FileColumn.Kind.MAP) {
      return isAlike(map.key().shape(), file.parts().get(0))
          && isAlike(map.value().shape(), file.parts().get(1));
    }
    return shape instanceof Shape.Leaf && file.kind() == FileColumn.Kind.LEAF;
  }

  private static boolean isAlike(Field field, List<FileColumn> file) {
    return find(field, file)
        .filter(found -> found.name().equals(field.name()) && isAlike(field.shape(), found))
        .isPresent();
  }
}
