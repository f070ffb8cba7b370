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

/** Catalogs as rows of {@link CatalogTables#CATALOGS}. */
final class CatalogEntityRows implements EntityRows {
  @Override
  public List<TableDefinition> tables() {
    return List.of(CatalogTables.CATALOGS);
  }

  @Override
  public void put(List<Entity> parents, Entity entity, RowSink sink) {
    sink.put(
        CatalogTables.CATALOGS,
        Row.of(
            entity.id().toString(),
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
    sink.remove(CatalogTables.CATALOGS, RowKey.of(entity.id().toString()));
  }

  @Override
  public void restore(TableRows rows, Function<String, UUID> ids, Consumer<Entity> restored) {
    for (Row row : rows.rows(CatalogTables.CATALOGS)) {
      RowReader cells = new RowReader(row);
      restored.accept(
          new CatalogEntity(
              ids.apply(cells.text()),
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
