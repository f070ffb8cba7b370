package io.arco.ledger;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import java.util.List;

/**
 * What one commit changed, kept until a snapshot includes it. Holds states before and after, which
 * share all that did not change; the rows are worked out only when asked, on a worker.
 */
public final class CommittedChange {
  /** One event between two states of its domain. */
  record Applied<S, E extends Event>(Domain<S, ?, E> domain, S before, E event, S after) {
    void changes(RowSink sink) {
      domain.changes(before, event, after, sink);
    }
  }

  private final long sequence;
  private final Row commitRow;
  private final List<Applied<?, ?>> events;
  private final List<IdempotencyKeys.Use> keysAdded;
  private final List<RowKey> keysExpired;

  CommittedChange(
      long sequence,
      Row commitRow,
      List<Applied<?, ?>> events,
      List<IdempotencyKeys.Use> keysAdded,
      List<RowKey> keysExpired) {
    this.sequence = sequence;
    this.commitRow = commitRow;
    this.events = List.copyOf(events);
    this.keysAdded = List.copyOf(keysAdded);
    this.keysExpired = List.copyOf(keysExpired);
  }

  /** The commit. */
  public long sequence() {
    return sequence;
  }

  /** Hands out every row it changed, in order. May take long. */
  public void rows(RowSink sink) {
    sink.put(LedgerTables.COMMITS, commitRow);
    keysExpired.forEach(key -> sink.remove(LedgerTables.IDEMPOTENCY_KEYS, key));
    keysAdded.forEach(use -> sink.put(LedgerTables.IDEMPOTENCY_KEYS, use.row()));
    events.forEach(event -> event.changes(sink));
  }
}
