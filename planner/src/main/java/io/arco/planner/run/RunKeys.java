package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.StateHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The run keys that live, by key and by expiry. There may be millions: each is one small object in
 * two trees. A value.
 */
final class RunKeys {
  /** The most expired keys that one commit's run drops; the others go with the next ones. */
  static final int MAX_DROPPED = 1_000;

  private static final Comparator<Entry> BY_EXPIRY =
      Comparator.<Entry>comparingLong(entry -> entry.expiresAt).thenComparing(entry -> entry.key);

  static final RunKeys EMPTY =
      new RunKeys(TreePMap.empty(), TreePSet.empty(BY_EXPIRY), StateHash.ZERO);

  private final TreePMap<String, Entry> entries;
  private final TreePSet<Entry> expiries;
  private final StateHash hash;

  /** A key, its ids and hash in the fewest bytes. */
  private static final class Entry {
    private final String key;
    private final long runHigh;
    private final long runLow;
    private final byte[] fingerprint;
    private final long expiresAt;

    Entry(RunKey key) {
      this.key = key.key();
      this.runHigh = key.run().getMostSignificantBits();
      this.runLow = key.run().getLeastSignificantBits();
      this.fingerprint = HexFormat.of().parseHex(key.requestFingerprint().hex());
      this.expiresAt = key.expiresAt().toEpochMilli();
    }

    RunKey value() {
      return new RunKey(
          key,
          new UUID(runHigh, runLow),
          new Hash(HexFormat.of().formatHex(fingerprint)),
          Instant.ofEpochMilli(expiresAt));
    }

    StateHash hash() {
      return StateHash.of("orchestration.runKey", Json.bytes(KeyEntry.of(value())));
    }
  }

  @JsonPropertyOrder({"key", "run", "requestFingerprint", "expiresAt"})
  private record KeyEntry(String key, UUID run, Hash requestFingerprint, Instant expiresAt) {
    static KeyEntry of(RunKey key) {
      return new KeyEntry(key.key(), key.run(), key.requestFingerprint(), key.expiresAt());
    }
  }

  private RunKeys(TreePMap<String, Entry> entries, TreePSet<Entry> expiries, StateHash hash) {
    this.entries = entries;
    this.expiries = expiries;
    this.hash = hash;
  }

  /** The keys of these, each once. */
  static RunKeys of(Iterable<RunKey> keys) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    TreeSet<Entry> expiries = new TreeSet<>(BY_EXPIRY);
    StateHash sum = StateHash.ZERO;
    for (RunKey key : keys) {
      Entry entry = new Entry(key);
      entries.put(entry.key, entry);
      expiries.add(entry);
      sum = sum.plus(entry.hash());
    }
    return new RunKeys(TreePMap.fromSortedMap(entries), TreePSet.fromSortedSet(expiries), sum);
  }

  int size() {
    return entries.size();
  }

  /** What a key stands for; one that has expired and was not dropped yet too. */
  Optional<RunKey> find(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  /** All of them, by key. */
  List<RunKey> all() {
    return entries.values().stream().map(Entry::value).toList();
  }

  /** With a key, instead of an expired one of the same text. */
  RunKeys plus(RunKey key) {
    RunKeys others = minus(key.key());
    Entry entry = new Entry(key);
    return new RunKeys(
        others.entries.plus(entry.key, entry),
        others.expiries.plus(entry),
        others.hash.plus(entry.hash()));
  }

  private RunKeys minus(String key) {
    Entry entry = entries.get(key);
    return entry == null
        ? this
        : new RunKeys(entries.minus(key), expiries.minus(entry), hash.minus(entry.hash()));
  }

  /** The first keys that have expired at this journal time, at most {@link #MAX_DROPPED}. */
  List<String> expired(Instant at) {
    List<String> keys = new ArrayList<>();
    for (Entry entry : expiries) {
      if (entry.expiresAt > at.toEpochMilli() || keys.size() == MAX_DROPPED) {
        break;
      }
      keys.add(entry.key);
    }
    return keys;
  }

  /** Without the keys of {@link #expired}. */
  RunKeys expire(Instant at) {
    RunKeys left = this;
    for (String key : expired(at)) {
      left = left.minus(key);
    }
    return left;
  }

  StateHash hash() {
    return hash;
  }

  StateHash recomputeHash() {
    return entries.values().stream().map(Entry::hash).reduce(StateHash.ZERO, StateHash::plus);
  }
}
