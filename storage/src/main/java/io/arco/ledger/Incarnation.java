package io.arco.ledger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.table.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * Which life of its workspace a state belongs to. The first begins with commit 1; every restore
 * from a backup begins the next. Numbers are not enough to tell lives apart, since one backup may
 * be restored twice: what outlives an answer (page tokens, ETags, caches) carries the {@link #id}.
 *
 * @param number 1, 2, 3 …
 * @param id of this life alone; null for the first
 * @param backup the number of the backup it was restored from; 0 for the first
 * @param backupId that backup's id; null for the first
 * @param backedUpAt when that backup was made; null for the first
 * @param sequence the commit that began it; 0 for the first
 * @param restoredAt that commit's time; null for the first
 */
@JsonPropertyOrder({"number", "id", "backup", "backupId", "backedUpAt", "sequence", "restoredAt"})
public record Incarnation(
    long number,
    UUID id,
    long backup,
    UUID backupId,
    Instant backedUpAt,
    long sequence,
    Instant restoredAt) {
  /** The life of a workspace that was never restored. */
  public static final Incarnation FIRST = new Incarnation(1, null, 0, null, null, 0, null);

  /** Whether it is the first. */
  @JsonIgnore
  public boolean isFirst() {
    return id == null;
  }

  /** The id as text, empty for the first: what tokens and caches carry. */
  public String tag() {
    return isFirst() ? "" : id.toString();
  }

  /** The hash of the entry it is in the state; the first is none. */
  StateHash hash() {
    return isFirst() ? StateHash.ZERO : StateHash.of("incarnation", Json.bytes(this));
  }

  /** The row of one that a restore began. */
  Row row() {
    return Row.of(
        number, id.toString(), backup, backupId.toString(), backedUpAt, sequence, restoredAt);
  }

  static Incarnation of(Row row) {
    return new Incarnation(
        (Long) row.get(0),
        UUID.fromString(row.text(1)),
        (Long) row.get(2),
        UUID.fromString(row.text(3)),
        (Instant) row.get(4),
        (Long) row.get(5),
        (Instant) row.get(6));
  }
}
