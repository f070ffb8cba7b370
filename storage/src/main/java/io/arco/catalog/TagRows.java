package io.arco.catalog;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import java.util.Map;
import java.util.TreeMap;

/** Tags as rows of {@link CatalogTables#TAGS}. */
final class TagRows {
  private TagRows() {}

  /**
   * Leads from the tags of one state of an entity to those of the next.
   *
   * @param before null if it was not there
   * @param after null if it is there no more
   */
  static void change(Entity before, Entity after, RowSink sink) {
    Map<RowKey, Row> gone = rows(before);
    rows(after)
        .forEach(
            (key, row) -> {
              if (!row.equals(gone.remove(key))) {
                sink.put(CatalogTables.TAGS, row);
              }
            });
    gone.keySet().forEach(key -> sink.remove(CatalogTables.TAGS, key));
  }

  private static Map<RowKey, Row> rows(Entity entity) {
    Map<RowKey, Row> rows = new TreeMap<>();
    if (entity == null) {
      return rows;
    }
    add(entity, 0, entity.tags(), rows);
    if (entity instanceof TableEntity table) {
      table.columns().forEach(column -> add(entity, column.id(), column.tags(), rows));
    }
    return rows;
  }

  private static void add(
      Entity entity, int columnId, Map<String, String> tags, Map<RowKey, Row> rows) {
    String id = entity.id().toString();
    tags.forEach(
        (tag, value) ->
            rows.put(
                RowKey.of(id, columnId, tag),
                Row.of(id, columnId, tag, value, entity.kind().text())));
  }
}
