package io.arco.compactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Hash;
import io.arco.table.RandomRows;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A made-up journal: what each commit changed in a few tables, and the rows after each. */
final class RowHistory {
  /** Ids ascend, rows change and go. */
  static final TableDefinition ASCENDING = table("ascending", Visibility.PUBLIC, 10);

  /** Ids are random. */
  static final TableDefinition SCATTERED = table("scattered", Visibility.INTERNAL, 16);

  /** Never has a row. */
  static final TableDefinition EMPTY = table("empty", Visibility.PUBLIC, 2);

  static final List<TableDefinition> TABLES = List.of(ASCENDING, SCATTERED, EMPTY);

  private final List<Map<TableDefinition, SortedMap<RowKey, Optional<Row>>>> commits =
      new ArrayList<>();
  private final Map<TableDefinition, TreeMap<RowKey, Row>> rows = new LinkedHashMap<>();
  private final Random random;
  private final RandomRows randomRows;

  RowHistory(long seed) {
    random = new Random(seed);
    randomRows = new RandomRows(seed);
    TABLES.forEach(table -> rows.put(table, new TreeMap<>()));
  }

  private static TableDefinition table(String name, Visibility visibility, int maxShardRows) {
    return new TableDefinition(
        "test", name, visibility, RandomRows.EVERY_KIND.columns(), 2, maxShardRows);
  }

  /** The newest commit's sequence. */
  long head() {
    return commits.size();
  }

  /** The rows after the newest commit, in key order. */
  List<Row> rows(TableDefinition table) {
    return List.copyOf(rows.get(table).values());
  }

  /** Commits so many random changes; mostly removals if asked. */
  void commit(int changes, boolean mostlyRemovals) {
    begin();
    for (int i = 0; i < changes; i++) {
      int dice = random.nextInt(10);
      TableDefinition table = random.nextInt(3) == 0 ? SCATTERED : ASCENDING;
      if (dice < (mostlyRemovals ? 9 : 2)) {
        existing(table).ifPresent(key -> remove(table, key));
      } else if (dice < 4) {
        existing(table).ifPresent(key -> put(table, again(key)));
      } else if (table.equals(ASCENDING)) {
        put(table, randomRows.row(String.format("%08d", head() * 100 + i), 1));
      } else {
        put(table, randomRows.row(String.format("%04x", random.nextInt(65536)), 1));
      }
    }
    remove(ASCENDING, RowKey.of("never there " + random.nextInt(), 1));
  }

  /** Begins a commit without changes. */
  void begin() {
    commits.add(new LinkedHashMap<>());
  }

  void put(TableDefinition table, Row row) {
    rows.get(table).put(table.keyOf(row), row);
    changed(table).put(table.keyOf(row), Optional.of(row));
  }

  void remove(TableDefinition table, RowKey key) {
    rows.get(table).remove(key);
    changed(table).put(key, Optional.empty());
  }

  /** What a snapshot of the head adds to one that reaches {@code published}. */
  SnapshotInput after(long published) {
    Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> changes = new LinkedHashMap<>();
    TABLES.forEach(table -> changes.put(table, new TreeMap<>()));
    for (var commit : commits.subList((int) published, commits.size())) {
      commit.forEach((table, keys) -> changes.get(table).putAll(keys));
    }
    return new SnapshotInput(
        head(), hashOf(head()), Instant.ofEpochMilli(head()), hashOf(-head()).hex(), changes);
  }

  static Hash hashOf(long n) {
    return Hash.of(Long.toString(n).getBytes(UTF_8));
  }

  private Row again(RowKey key) {
    return randomRows.row((String) key.values().get(0), (Integer) key.values().get(1));
  }

  private SortedMap<RowKey, Optional<Row>> changed(TableDefinition table) {
    return commits.get(commits.size() - 1).computeIfAbsent(table, t -> new TreeMap<>());
  }

  private Optional<RowKey> existing(TableDefinition table) {
    List<RowKey> keys = List.copyOf(rows.get(table).keySet());
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(random.nextInt(keys.size())));
  }
}
