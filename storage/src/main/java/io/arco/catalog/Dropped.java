package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.StateHash;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What one deletion took, and can be put back: an entity and all that hung below it. Immutable. */
public final class Dropped {
  private final Node node;
  private final List<String> names;
  private final long sequence;
  private final Instant droppedAt;
  private final Instant keptUntil;

  Dropped(Node node, List<String> names, long sequence, Instant droppedAt, Instant keptUntil) {
    this.node = node;
    this.names = List.copyOf(names);
    this.sequence = sequence;
    this.droppedAt = droppedAt;
    this.keptUntil = keptUntil;
  }

  /** The id of the entity that was named in the deletion. */
  public UUID id() {
    return node.entity().id();
  }

  /** Of which kind that is. */
  public EntityKind kind() {
    return node.entity().kind();
  }

  /** The names that led to it when it was deleted, from the top down. */
  public List<String> names() {
    return names;
  }

  /** How many entities the deletion took: it and all below it, columns not counted. */
  public int count() {
    return node.count();
  }

  /** The commit of the deletion. */
  public long sequence() {
    return sequence;
  }

  /** That commit's time. */
  public Instant droppedAt() {
    return droppedAt;
  }

  /** From this journal time on it can't be put back. */
  public Instant keptUntil() {
    return keptUntil;
  }

  /** Whether it can still be put back by a commit of this time. */
  public boolean isKeptAt(Instant time) {
    return keptUntil.isAfter(time);
  }

  Node node() {
    return node;
  }

  DroppedKey key() {
    return new DroppedKey(names, kind(), sequence, id());
  }

  /** The sum of the hashes of its entities and of the entry it is itself. */
  StateHash hash() {
    return node.subtree().plus(ownHash());
  }

  StateHash ownHash() {
    Own own = new Own(id(), kind(), names, sequence, droppedAt, keptUntil);
    return StateHash.of("catalog.dropped", Json.bytes(own));
  }

  /** What is hashed of the entry; the entities are hashed as they are where they stand. */
  @JsonPropertyOrder({"id", "kind", "names", "sequence", "droppedAt", "keptUntil"})
  private record Own(
      UUID id,
      EntityKind kind,
      List<String> names,
      long sequence,
      Instant droppedAt,
      Instant keptUntil) {}
}
