package io.arco.ledger;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one commit changed, kept until a snapshot includes it. Holds states before and after, which
 * share all that did not change; the rows are worked out only when asked, on a worker.
 */
public final class CommittedChange {
  /** One event between two states of its domain. */
  record Applied<S, E extends Event>(
      Domain<S, ?, E> domain, S before, E event, S after, Caller caller) {
    Optional<Subject> subject() {
      return domain.subject(event);
    }

    String name() {
      return domain.events().entrySet().stream()
          .filter(entry -> entry.getValue() == event.getClass())
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow();
    }

    void changes(RowSink sink) {
      domain.changes(before, event, after, sink);
    }
  }

  private final Stamp stamp;
  private final Row commitRow;
  private final List<Applied<?, ?>> events;
  private final List<IdempotencyKeys.Use> keysAdded;
  private final List<RowKey> keysExpired;

  CommittedChange(
      Stamp stamp,
      Row commitRow,
      List<Applied<?, ?>> events,
      List<IdempotencyKeys.Use> keysAdded,
      List<RowKey> keysExpired) {
    this.stamp = stamp;
    this.commitRow = commitRow;
    this.events = List.copyOf(events);
    this.keysAdded = List.copyOf(keysAdded);
    this.keysExpired = List.copyOf(keysExpired);
  }

  /** The commit. */
  public long sequence() {
    return stamp.sequence();
  }

  /** How many events it holds. */
  int events() {
    return events.size();
  }

  /** Hands out every row it changed, in order. May take long. */
  public void rows(RowSink sink) {
    sink.put(LedgerTables.COMMITS, commitRow);
    keysExpired.forEach(key -> sink.remove(LedgerTables.IDEMPOTENCY_KEYS, key));
    keysAdded.forEach(use -> sink.put(LedgerTables.IDEMPOTENCY_KEYS, use.row()));
    events.forEach(event -> event.changes(sink));
    for (int i = 0; i < events.size(); i++) {
      int position = i;
      events
          .get(i)
          .subject()
          .ifPresent(subject -> sink.put(LedgerTables.CHANGES, row(subject, position)));
    }
  }

  /** The rows of {@link LedgerTables#CHANGES} about one thing, in order. */
  public List<Row> about(UUID id) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      int position = i;
      events
          .get(i)
          .subject()
          .filter(subject -> subject.id().equals(id))
          .ifPresent(subject -> rows.add(row(subject, position)));
    }
    return rows;
  }

  private Row row(Subject subject, int position) {
    Applied<?, ?> event = events.get(position);
    return LedgerTables.changeRow(stamp, position, subject, event.name(), event.caller());
  }
}
