package io.arco.compactor;

import io.arco.journal.Hash;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the next snapshot adds to the newest one.
 *
 * @param sequence the last commit it includes
 * @param headHash the SHA-256 of that commit's bytes
 * @param committedAt that commit's time
 * @param stateHash the hash of the whole state after it, 64 hexadecimal digits
 * @param changes every table, changed or not; for each key that changed its row now, or empty where
 *     there is none any more. Maps are in the natural order of keys. Repeating what the newest
 *     snapshot holds already is harmless
 */
public record SnapshotInput(
    long sequence,
    Hash headHash,
    Instant committedAt,
    String stateHash,
    Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> changes) {
  /** Copies the outer map; the inner ones are not changed any more. */
  public SnapshotInput {
    changes = Map.copyOf(changes);
  }
}
