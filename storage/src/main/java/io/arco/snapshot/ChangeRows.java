package io.arco.snapshot;

import io.arco.ledger.LedgerTables;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a snapshot tells of the history of one thing, from the newest change back. Reads only the
 * files that can hold it, from the last one, and no more of them than the rows need.
 *
 * @param snapshots where files are read from
 */
public record ChangeRows(Snapshots snapshots) {
  /** Where {@link LedgerTables#CHANGES} has the sequence of a row. */
  public static final int SEQUENCE = 1;

  /** Where it has the place within the commit. */
  public static final int POSITION = 2;

  /**
   * Rows about a thing, the newest first.
   *
   * @param before only rows of commits before this one, or of it and at places before {@code
   *     position}
   * @param position see there
   * @param limit at most so many
   */
  public Future<List<Row>> about(Manifest manifest, UUID id, long before, int position, int limit) {
    RowKey from = RowKey.of(id.toString(), 0L, 0);
    RowKey to = RowKey.of(id.toString(), before, position);
    List<ShardFile> files =
        manifest.table(LedgerTables.CHANGES).map(TableFiles::files).orElse(List.of()).stream()
            .filter(file -> file.min().compareTo(to) < 0 && file.max().compareTo(from) >= 0)
            .toList();
    return read(files, files.size() - 1, from, to, limit, new ArrayList<>());
  }

  private Future<List<Row>> read(
      List<ShardFile> files, int index, RowKey from, RowKey to, int limit, List<Row> found) {
    if (index < 0 || found.size() >= limit) {
      return Future.succeededFuture(found);
    }
    return snapshots
        .rows(LedgerTables.CHANGES, files.get(index))
        .compose(
            rows -> {
              for (int i = rows.size() - 1; i >= 0 && found.size() < limit; i--) {
                RowKey key = LedgerTables.CHANGES.keyOf(rows.get(i));
                if (key.compareTo(to) < 0 && key.compareTo(from) >= 0) {
                  found.add(rows.get(i));
                }
              }
              return read(files, index - 1, from, to, limit, found);
            });
  }
}
