package io.arco.planner.tally;

import io.arco.json.Json;
import io.arco.ledger.StateHash;
import io.arco.table.Row;
import java.time.Instant;

/** One tally: its total, and when it last changed. */
public record Tally(String name, long total, long sequence, Instant changedAt) {
  StateHash hash() {
    return StateHash.of("tally", Json.bytes(this));
  }

  Row row() {
    return Row.of(name, total, sequence, changedAt);
  }

  static Tally of(Row row) {
    return new Tally(row.text(0), (Long) row.get(1), (Long) row.get(2), (Instant) row.get(3));
  }
}
