package io.arco.compactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogTables;
import io.arco.compactor.PublishResult.Published;
import io.arco.journal.Hash;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one change costs in a large workspace: puts and bytes, counted. */
class PublishCostTest {
  private static final int TABLES = Integer.getInteger("arco.cost.tables", 100_000);
  private static final int COLUMNS_PER_TABLE = Integer.getInteger("arco.cost.columns", 1);

  private final SnapshotWorld world = new SnapshotWorld();
  private final Publisher publisher = world.publisher();
  private final Random random = new Random(4);
  private long sequence;
  private Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> changes = none();

  @Test
  void oneMoreTableOrOneChangedTableWritesOneFilePerSystemTable() {
    UUID[] ids = new UUID[TABLES];
    for (int i = 0; i < TABLES; i++) {
      ids[i] = id(i);
      create(ids[i], i);
    }
    publish("all", 250, 40 << 20);
    create(id(TABLES), TABLES);
    publish("a create", 3, 200_000);
    put(CatalogTables.TABLES, tableRow(ids[TABLES / 2], TABLES / 2, "renamed"));
    publish("a rename", 2, 200_000);
    remove(CatalogTables.TABLES, RowKey.of(ids[TABLES / 3].toString()));
    publish("a drop", 2, 200_000);
    publish("nothing", 1, 80_000);
    assertEquals(
        TABLES, world.newest().manifest().table(CatalogTables.TABLES).orElseThrow().rows());
  }

  private void publish(String what, int maxPuts, long maxBytes) {
    sequence++;
    Published published =
        (Published)
            world.time.await(
                publisher.publish(
                    new SnapshotInput(
                        sequence, Hash.NONE, Instant.EPOCH, Hash.NONE.hex(), changes)));
    changes = none();
    String counts = what + ": " + published.puts() + " puts, " + published.bytes() + " bytes";
    System.out.println(counts);
    assertTrue(published.puts() <= maxPuts && published.bytes() <= maxBytes, counts);
  }

  private static Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> none() {
    Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> none = new LinkedHashMap<>();
    none.put(CatalogTables.TABLES, new TreeMap<>());
    none.put(CatalogTables.COLUMNS, new TreeMap<>());
    return none;
  }

  private void create(UUID id, int i) {
    put(CatalogTables.TABLES, tableRow(id, i, "table_" + i));
    for (int c = 1; c <= COLUMNS_PER_TABLE; c++) {
      put(
          CatalogTables.COLUMNS,
          Row.of(
              id.toString(),
              c,
              c - 1,
              "column_" + c,
              c % 3 == 0 ? "string" : "bigint",
              true,
              null,
              Map.of()));
    }
  }

  private static Row tableRow(UUID id, int i, String name) {
    Instant at = Instant.ofEpochMilli(1_767_225_600_000L + i);
    return Row.of(
        id.toString(),
        "0197f000-0000-7000-8000-000000000001",
        "0197f000-0000-7000-8000-00000000000" + i % 10,
        "main",
        "schema_" + i % 10,
        name,
        "delta",
        "s3://lake/main/schema_" + i % 10 + "/" + name,
        null,
        Map.of(),
        COLUMNS_PER_TABLE,
        COLUMNS_PER_TABLE,
        at,
        at,
        1L,
        null,
        Map.of());
  }

  /** A version 7 UUID of ascending time. */
  private UUID id(int i) {
    return new UUID(
        ((0x0197_f000_0000L + i) << 16) | 0x7000, (random.nextLong() >>> 2) | Long.MIN_VALUE);
  }

  private void put(TableDefinition table, Row row) {
    changes.get(table).put(table.keyOf(row), Optional.of(row));
  }

  private void remove(TableDefinition table, RowKey key) {
    changes.get(table).put(key, Optional.empty());
  }
}
