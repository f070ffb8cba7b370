package io.arco.catalog;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Entities of a kind with {@link Details} as rows: id, ids and names of what they belong to, what
 * all entities have, their details.
 */
final class ObjectRows implements EntityRows {
  private final TableDefinition table;
  private final Function<RowReader, Details> details;
  private final int parents;

  /**
   * @param table columns as {@link CatalogTables} gives tables of such kinds
   * @param details reads the cells of the details
   */
  ObjectRows(EntityKind kind, TableDefinition table, Function<RowReader, Details> details) {
    this.table = table;
    this.details = details;
    this.parents = kind.lineage().size() - 1;
  }

  @Override
  public List<TableDefinition> tables() {
    return List.of(table);
  }

  @Override
  public void put(List<Entity> lineage, Entity entity, RowSink sink) {
    List<Object> cells = new ArrayList<>();
    cells.add(entity.id().toString());
    lineage.forEach(parent -> cells.add(parent.id().toString()));
    lineage.forEach(parent -> cells.add(parent.name()));
    cells.add(entity.name());
    cells.add(entity.comment());
    cells.add(entity.properties());
    cells.add(entity.createdAt());
    cells.add(entity.updatedAt());
    cells.add(entity.version());
    cells.add(entity.owner());
    cells.add(entity.tags());
    cells.addAll(((ObjectEntity) entity).details().cells());
    sink.put(table, Row.of(cells.toArray()));
  }

  @Override
  public void remove(Entity entity, RowSink sink) {
    sink.remove(table, RowKey.of(entity.id().toString()));
  }

  @Override
  public void restore(TableRows rows, Function<String, UUID> ids, Consumer<Entity> restored) {
    for (Row row : rows.rows(table)) {
      RowReader cells = new RowReader(row);
      RowReader ofDetails = new RowReader(row).skip(2 * parents + 9);
      UUID id = ids.apply(cells.text());
      UUID parentId = ids.apply(cells.skip(parents - 1).text());
      cells.skip(parents);
      String name = cells.text();
      String comment = cells.text();
      var properties = cells.properties();
      var createdAt = cells.instant();
      var updatedAt = cells.instant();
      long version = cells.int64();
      restored.accept(
          new ObjectEntity(
              id,
              parentId,
              name,
              comment,
              properties,
              details.apply(ofDetails),
              createdAt,
              updatedAt,
              version,
              cells.text(),
              cells.properties()));
    }
  }
}
