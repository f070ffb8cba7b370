package io.arco.catalog;

import io.arco.json.Json;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What was dropped as rows: one of {@link CatalogTables#DROPPED} for each deletion, one of {@link
 * CatalogTables#DROPPED_ENTITIES} for each entity it took.
 */
final class DroppedRows {
  /** The tables it appears in. */
  static final List<TableDefinition> TABLES =
      List.of(CatalogTables.DROPPED, CatalogTables.DROPPED_ENTITIES);

  private static final Map<String, EntityKind> KINDS = kinds();

  private DroppedRows() {}

  private static Map<String, EntityKind> kinds() {
    Map<String, EntityKind> kinds = new HashMap<>();
    for (EntityKind kind : EntityKind.values()) {
      kinds.put(kind.text(), kind);
    }
    return Map.copyOf(kinds);
  }

  static void put(Dropped dropped, RowSink sink) {
    Entity root = dropped.node().entity();
    String rootId = root.id().toString();
    sink.put(
        CatalogTables.DROPPED,
        Row.of(
            rootId,
            root.kind().text(),
            root.name(),
            root.parentId() == null ? null : root.parentId().toString(),
            String.join(".", dropped.names()),
            dropped.count(),
            dropped.sequence(),
            dropped.droppedAt(),
            dropped.keptUntil()));
    dropped
        .node()
        .walk(
            entity ->
                sink.put(
                    CatalogTables.DROPPED_ENTITIES,
                    Row.of(
                        rootId,
                        entity.id().toString(),
                        entity.kind().text(),
                        new String(CanonicalJson.of(entity), StandardCharsets.UTF_8))));
  }

  static void remove(Dropped dropped, RowSink sink) {
    String rootId = dropped.id().toString();
    sink.remove(CatalogTables.DROPPED, RowKey.of(rootId));
    dropped
        .node()
        .walk(
            entity ->
                sink.remove(
                    CatalogTables.DROPPED_ENTITIES, RowKey.of(rootId, entity.id().toString())));
  }

  /**
   * Every entity that rows show.
   *
   * @param roots takes those that were named in deletions, by id
   */
  static List<Entity> entities(TableRows rows, Map<UUID, Entity> roots) {
    List<Entity> entities = new ArrayList<>();
    for (Row row : rows.rows(CatalogTables.DROPPED_ENTITIES)) {
      EntityKind kind = KINDS.get(row.text(2));
      Entity entity = Json.read(row.text(3).getBytes(StandardCharsets.UTF_8), kind.type());
      entities.add(entity);
      if (row.text(0).equals(row.text(1))) {
        roots.put(entity.id(), entity);
      }
    }
    return entities;
  }

  /** What a row of {@link CatalogTables#DROPPED} shows, of which this is the node. */
  static Dropped dropped(Row row, Node node) {
    return new Dropped(
        node,
        // No name has a dot.
        List.of(row.text(4).split("\\.", -1)),
        (Long) row.get(6),
        (Instant) row.get(7),
        (Instant) row.get(8));
  }
}
