package io.arco.catalog;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tables as rows of {@link CatalogTables#TABLES} and {@link CatalogTables#COLUMNS}. */
final class TableEntityRows implements EntityRows {
  @Override
  public List<TableDefinition> tables() {
    return List.of(CatalogTables.TABLES, CatalogTables.COLUMNS);
  }

  @Override
  public void put(List<Entity> parents, Entity entity, RowSink sink) {
    moved(parents, entity, sink);
    TableEntity table = (TableEntity) entity;
    for (int position = 0; position < table.columns().size(); position++) {
      sink.put(CatalogTables.COLUMNS, row(table, position));
    }
  }

  @Override
  public void moved(List<Entity> parents, Entity entity, RowSink sink) {
    TableEntity table = (TableEntity) entity;
    Entity catalog = parents.get(0);
    Entity schema = parents.get(1);
    sink.put(
        CatalogTables.TABLES,
        Row.of(
            table.id().toString(),
            catalog.id().toString(),
            schema.id().toString(),
            catalog.name(),
            schema.name(),
            table.name(),
            table.format().text(),
            table.location(),
            table.comment(),
            table.properties(),
            table.columns().size(),
            table.lastColumnId(),
            table.createdAt(),
            table.updatedAt(),
            table.version(),
            table.owner(),
            table.tags()));
  }

  @Override
  public void altered(List<Entity> parents, Entity before, Entity after, RowSink sink) {
    moved(parents, after, sink);
    TableEntity old = (TableEntity) before;
    TableEntity table = (TableEntity) after;
    Map<Integer, Row> rows = new HashMap<>();
    for (int position = 0; position < old.columns().size(); position++) {
      rows.put(old.columns().get(position).id(), row(old, position));
    }
    for (int position = 0; position < table.columns().size(); position++) {
      Row row = row(table, position);
      if (!row.equals(rows.remove(table.columns().get(position).id()))) {
        sink.put(CatalogTables.COLUMNS, row);
      }
    }
    String id = table.id().toString();
    rows.keySet().forEach(gone -> sink.remove(CatalogTables.COLUMNS, RowKey.of(id, gone)));
  }

  private static Row row(TableEntity table, int position) {
    Column column = table.columns().get(position);
    return Row.of(
        table.id().toString(),
        column.id(),
        position,
        column.name(),
        column.type(),
        column.nullable(),
        column.comment(),
        column.tags());
  }

  @Override
  public void remove(Entity entity, RowSink sink) {
    String id = entity.id().toString();
    sink.remove(CatalogTables.TABLES, RowKey.of(id));
    for (Column column : ((TableEntity) entity).columns()) {
      sink.remove(CatalogTables.COLUMNS, RowKey.of(id, column.id()));
    }
  }

  @Override
  public void restore(TableRows rows, Function<String, UUID> ids, Consumer<Entity> restored) {
    // Both lists are sorted by the table's id: one pass over each.
    ColumnRows columns = new ColumnRows(rows.rows(CatalogTables.COLUMNS));
    for (Row row : rows.rows(CatalogTables.TABLES)) {
      RowReader cells = new RowReader(row);
      String id = cells.text();
      UUID schemaId = ids.apply(cells.skip(1).text());
      cells.skip(2); // catalog_name, schema_name
      restored.accept(
          new TableEntity(
              UUID.fromString(id),
              schemaId,
              cells.text(),
              TableFormat.of(cells.text()),
              cells.text(),
              cells.text(),
              cells.properties(),
              columns.of(id, cells.int32()),
              cells.int32(),
              cells.instant(),
              cells.instant(),
              cells.int64(),
              cells.text(),
              cells.properties()));
    }
    columns.checkAllTaken();
  }

  /** The rows of columns, taken table by table in the order of ids. */
  private static final class ColumnRows {
    private final List<Row> rows;
    private int next;

    ColumnRows(List<Row> rows) {
      this.rows = rows;
    }

    List<Column> of(String tableId, int count) {
      Column[] columns = new Column[count];
      for (int i = 0; i < count; i++) {
        if (next == rows.size() || !rows.get(next).text(0).equals(tableId)) {
          throw new IllegalStateException("columns missing of table " + tableId);
        }
        RowReader cells = new RowReader(rows.get(next++)).skip(1);
        int columnId = cells.int32();
        int position = cells.int32();
        columns[position] =
            new Column(
                columnId,
                cells.text(),
                cells.text(),
                cells.bool(),
                cells.text(),
                cells.properties());
      }
      return Arrays.asList(columns);
    }

    void checkAllTaken() {
      if (next < rows.size()) {
        throw new IllegalStateException("columns of no table: " + rows.get(next).text(0));
      }
    }
  }
}
