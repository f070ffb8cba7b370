package io.arco.catalog;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Schemas as rows of {@link CatalogTables#SCHEMAS}. */
final class SchemaEntityRows implements EntityRows {
  @Override
  public List<TableDefinition> tables() {
    return List.of(CatalogTables.SCHEMAS);
  }

  @Override
  public void put(List<Entity> parents, Entity entity, RowSink sink) {
    Entity catalog = parents.get(0);
    sink.put(
        CatalogTables.SCHEMAS,
        Row.of(
            entity.id().toString(),
            catalog.id().toString(),
            catalog.name(),
            entity.name(),
            entity.comment(),
            entity.properties(),
            entity.createdAt(),
            entity.updatedAt(),
            entity.version(),
            entity.owner(),
            entity.tags()));
  }

  @Override
  public void remove(Entity entity, RowSink sink) {
    sink.remove(CatalogTables.SCHEMAS, RowKey.of(entity.id().toString()));
  }

  @Override
  public void restore(TableRows rows, Function<String, UUID> ids, Consumer<Entity> restored) {
    for (Row row : rows.rows(CatalogTables.SCHEMAS)) {
      RowReader cells = new RowReader(row);
      UUID id = ids.apply(cells.text());
      UUID catalogId = ids.apply(cells.text());
      cells.skip(1); // catalog_name
      restored.accept(
          new SchemaEntity(
              id,
              catalogId,
              cells.text(),
              cells.text(),
              cells.properties(),
              cells.instant(),
              cells.instant(),
              cells.int64(),
              cells.text(),
              cells.properties()));
    }
  }
}
