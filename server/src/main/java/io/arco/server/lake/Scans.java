package io.arco.server.lake;

import io.arco.server.lake.LakeTable.EqualityDeletes;
import io.arco.server.lake.LakeTable.LakeFile;
import io.arco.server.lake.Shape.Field;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.SqlScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts together what is read alike: files of one schema, one partition, the same deletes. */
final class Scans {
  /**
   * So many partitions are scans of their own, which the engine leaves out when a query's filter
   * excludes their values; where there are more, the values are joined to the rows.
   */
  static final int MAX_PARTITIONS = 200;

  /** Names by which the engine tells files and rows apart; a column may not hide them. */
  private static final Set<String> RESERVED = Set.of("file_index", "file_row_number");

  private final LakeTable table;
  private final Map<String, Path> paths;
  private final Map<String, List<FileColumn>> schemas;
  private final boolean isJoined;

  /**
   * What files of a scan have in common.
   *
   * @param constantsOrNull null where they are joined
   */
  private record Alike(
      List<FileColumn> columns,
      boolean isStoredFirst,
      Set<Integer> constant,
      Map<Integer, String> constantsOrNull,
      List<EqualityDeletes> equal,
      boolean hasDeleted) {}

  private Scans(LakeTable table, Map<String, Path> paths, Map<String, List<FileColumn>> schemas) {
    this.table = table;
    this.paths = paths;
    this.schemas = schemas;
    this.isJoined =
        table.files().stream().map(LakeFile::constants).distinct().count() > MAX_PARTITIONS;
  }

  /**
   * The scans of a table.
   *
   * @param paths of the files of {@link LakeTable#names}
   * @param schemas of the same
   */
  static List<SqlScan> of(
      LakeTable table, Map<String, Path> paths, Map<String, List<FileColumn>> schemas) {
    Scans scans = new Scans(table, paths, schemas);
    Map<Alike, List<LakeFile>> groups = new LinkedHashMap<>();
    for (LakeFile file : table.files()) {
      groups.computeIfAbsent(scans.alike(file), alike -> new ArrayList<>()).add(file);
    }
    List<SqlScan> made = new ArrayList<>();
    groups.forEach((alike, files) -> made.add(scans.scan(alike, files)));
    return made;
  }

  private Alike alike(LakeFile file) {
    List<FileColumn> columns = schema(file.name());
    if (table.isById()
        && columns.stream().noneMatch(column -> column.idOrNull() != null)
        && table.columns().stream().allMatch(field -> field.stored().isEmpty())) {
      throw LakeException.unsupported("files without field ids and no name mapping");
    }
    return new Alike(
        columns,
        file.isStoredFirst(),
        Set.copyOf(file.constants().keySet()),
        isJoined ? null : file.constants(),
        file.equal(),
        file.deleted().length > 0);
  }

  private List<FileColumn> schema(String file) {
    List<FileColumn> columns = schemas.get(file);
    if (columns == null) {
      throw LakeException.unreadable("A file of the table has no columns.");
    }
    return columns;
  }

  private SqlScan scan(Alike alike, List<LakeFile> files) {
    List<Integer> joined = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      expressions.add(expression(i, alike, joined));
    }
    if (!joined.isEmpty() || alike.hasDeleted()) {
      refuseReserved(alike.columns());
    }
    List<List<String>> constants = new ArrayList<>();
    List<SqlScan.DeletedRows> deleted = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      LakeFile file = files.get(i);
      if (!joined.isEmpty()) {
        constants.add(joined.stream().map(file.constants()::get).toList());
      }
      if (alike.hasDeleted()) {
        deleted.add(new SqlScan.DeletedRows(i, file.deleted()));
      }
    }
    return new SqlScan(
        files.stream().map(file -> paths.get(file.name())).toList(),
        expressions,
        constants,
        deleted,
        alike.equal().stream().flatMap(deletes -> equal(deletes, alike, joined)).toList());
  }

  private String expression(int column, Alike alike, List<Integer> joined) {
    Field field = table.columns().get(column);
    boolean isStored = alike.isStoredFirst() && Projection.find(field, alike.columns()).isPresent();
    if (isStored || !alike.constant().contains(column)) {
      return Projection.of(field, alike.columns());
    }
    if (alike.constantsOrNull() == null) {
      if (!joined.contains(column)) {
        joined.add(column);
      }
      return "k.c" + joined.indexOf(column);
    }
    String text = alike.constantsOrNull().get(column);
    return text == null ? "NULL" : Quoted.string(text);
  }

  private static void refuseReserved(List<FileColumn> columns) {
    for (FileColumn column : columns) {
      if (RESERVED.contains(column.name().toLowerCase(java.util.Locale.ROOT))) {
        throw LakeException.unsupported("a column called " + column.name());
      }
    }
  }

  /** Files of deletes may differ in their schemas, too. */
  private Stream<SqlScan.EqualRows> equal(
      EqualityDeletes deletes, Alike alike, List<Integer> joined) {
    Map<List<FileColumn>, List<Path>> bySchema = new LinkedHashMap<>();
    for (String file : new TreeSet<>(deletes.files())) {
      bySchema.computeIfAbsent(schema(file), columns -> new ArrayList<>()).add(paths.get(file));
    }
    return bySchema.entrySet().stream()
        .map(
            entry ->
                new SqlScan.EqualRows(
                    entry.getValue(),
                    deletes.fields().stream()
                        .map(field -> pair(field, alike, entry.getKey(), joined))
                        .toList()));
  }

  private SqlScan.Pair pair(Field field, Alike alike, List<FileColumn> gone, List<Integer> joined) {
    int column = table.columns().indexOf(field);
    String scanned =
        column >= 0 ? expression(column, alike, joined) : Projection.of(field, alike.columns());
    String type = field.shape().sql();
    String other = Projection.of(field, gone).replaceFirst("^f\\.", "e.");
    return new SqlScan.Pair(
        "CAST(" + scanned + " AS " + type + ")", "CAST(" + other + " AS " + type + ")");
  }
}
