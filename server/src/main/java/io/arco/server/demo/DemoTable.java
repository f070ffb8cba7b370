package io.arco.server.demo;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table of the demo.
 *
 * @param schema in the catalog {@code demo}
 * @param name in the schema
 * @param comment for a reader of the catalog
 * @param original the resource it is made of
 * @param from the FROM clause over the original; {@code %s} is the quoted path of it
 * @param orderBy how the rows are sorted
 * @param partition the column whose values become {@code key=value} folders, if any
 * @param columns in order
 */
record DemoTable(
    String schema,
    String name,
    String comment,
    String original,
    String from,
    String orderBy,
    Optional<String> partition,
    List<DemoColumn> columns) {

  /** Where it lies under the demo directory: a directory if partitioned, else a file. */
  String relativePath() {
    return schema + "/" + name + (partition.isPresent() ? "" : ".parquet");
  }

  /** The query that makes its rows. */
  String select(String originalPath) {
    String items = columns.stream().map(DemoColumn::selectItem).collect(Collectors.joining(", "));
    return "select "
        + items
        + " from "
        + from.formatted(DemoConverter.literal(originalPath))
        + " order by "
        + orderBy;
  }
}
