package io.arco.server.lake;

import io.arco.server.sql.ParquetRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads of Parquet files what columns they have. */
final class FileColumns {
  private static final int MAX_DEPTH = 64;

  private FileColumns() {}

  /**
   * The columns of each of the files, by its name. Blocks.
   *
   * @param paths the files by their names
   * @throws io.arco.problem.ProblemException TABLE_NOT_READABLE
   */
  static Map<String, List<FileColumn>> of(ParquetRows parquet, Map<String, Path> paths) {
    Map<Path, List<ParquetRows.Element>> elements =
        parquet.elements(paths.values().stream().distinct().toList());
    Map<String, List<FileColumn>> columns = new HashMap<>();
    // Files of a table mostly have one schema: it is kept once.
    Map<List<ParquetRows.Element>, List<FileColumn>> known = new HashMap<>();
    paths.forEach(
        (name, path) -> {
          List<ParquetRows.Element> listed = elements.get(path);
          if (listed != null) {
            columns.put(name, known.computeIfAbsent(listed, FileColumns::columns));
          }
        });
    return columns;
  }

  private static List<FileColumn> columns(List<ParquetRows.Element> elements) {
    Iterator<ParquetRows.Element> rest = elements.iterator();
    ParquetRows.Element root = rest.next();
    return distinct(children(root.children(), rest, 0));
  }

  /** The engine finds columns whatever their case, and would take one for another. */
  private static List<FileColumn> distinct(List<Group> siblings) {
    LakeNames.refuseAlike(siblings.stream().map(group -> group.element().name()));
    return siblings.stream().map(Group::column).toList();
  }

  /** An element with those below it. */
  private record Group(ParquetRows.Element element, List<Group> parts) {
    FileColumn column() {
      if (element.children() == 0) {
        return new FileColumn(
            element.name(), element.idOrNull(), element.type(), FileColumn.Kind.LEAF, List.of());
      }
      String type = element.convertedType();
      if (type.equals("LIST") && parts.size() == 1) {
        return of(FileColumn.Kind.LIST, List.of(item().column()));
      }
      boolean isMap = type.equals("MAP") || type.equals("MAP_KEY_VALUE");
      if (isMap && parts.size() == 1 && parts.get(0).parts().size() == 2) {
        return of(FileColumn.Kind.MAP, parts.get(0).parts().stream().map(Group::column).toList());
      }
      return of(FileColumn.Kind.STRUCT, distinct(parts));
    }

    /** The element of a list, by the compatibility rules of the format: two levels or three. */
    private Group item() {
      Group repeated = parts.get(0);
      boolean isElement =
          repeated.element().name().equals("array")
              || repeated.element().name().equals(element.name() + "_tuple");
      if (isElement && repeated.parts().size() == 1) {
        // The engine takes the one field for the element.
        throw LakeException.unsupported("lists of structs of one field in the old layout");
      }
      return isElement || repeated.parts().size() != 1 ? repeated : repeated.parts().get(0);
    }

    private FileColumn of(FileColumn.Kind kind, List<FileColumn> below) {
      return new FileColumn(element.name(), element.idOrNull(), "", kind, below);
    }
  }

  private static List<Group> children(int count, Iterator<ParquetRows.Element> rest, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("columns nest too deeply");
    }
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ParquetRows.Element element = rest.next();
      groups.add(new Group(element, children(element.children(), rest, depth + 1)));
    }
    return groups;
  }
}
