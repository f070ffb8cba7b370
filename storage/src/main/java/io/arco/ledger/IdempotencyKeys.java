package io.arco.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Utf8Order;
import io.arco.table.Row;
import io.arco.table.RowKey;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePMap;

/** The live idempotency keys of a workspace, by key and by expiry: an immutable value. */
final class IdempotencyKeys {
  static final IdempotencyKeys EMPTY =
      new IdempotencyKeys(TreePMap.empty(), TreePMap.empty(), StateHash.ZERO);

  /** A key within its scope. */
  record Scoped(String principal, String key) implements Comparable<Scoped> {
    private static final Comparator<Scoped> ORDER =
        Comparator.comparing(Scoped::principal, Utf8Order::compare)
            .thenComparing(Scoped::key, Utf8Order::compare);

    @Override
    public int compareTo(Scoped other) {
      return ORDER.compare(this, other);
    }
  }

  /** What a key stands for. The answers are kept as JSON text, which is small and quick to keep. */
  @JsonPropertyOrder({"principal", "key", "requestHash", "expiresAt", "sequence", "answers"})
  record Use(
      String principal,
      String key,
      Hash requestHash,
      Instant expiresAt,
      long sequence,
      String answers) {
    StateHash hash() {
      return StateHash.of("idempotencyKey", Json.bytes(this));
    }

    List<JsonNode> answerList() {
      List<JsonNode> list = new ArrayList<>();
      Json.tree(answers.getBytes(StandardCharsets.UTF_8)).forEach(list::add);
      return list;
    }

    /**
     * The first answer, for a request that repeats the key.
     *
     * @throws ProblemException if it is another request
     */
    Receipt receipt(IdempotencyKey asked, String incarnation) {
      if (!requestHash.equals(asked.requestHash())) {
        throw Problem.of(
                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                "This idempotency key was used for another request.")
            .with("idempotencyKey", key)
            .asException();
      }
      return new Receipt(sequence, answerList(), incarnation, true);
    }

    Row row() {
      return Row.of(principal, key, requestHash.hex(), expiresAt, sequence, answers);
    }
  }

  private record Expiry(Instant at, Scoped key) implements Comparable<Expiry> {
    private static final Comparator<Expiry> ORDER =
        Comparator.comparing(Expiry::at).thenComparing(Expiry::key);

    @Override
    public int compareTo(Expiry other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreePMap<Scoped, Use> uses;
  private final TreePMap<Expiry, Scoped> expiries;
  private final StateHash hash;

  private IdempotencyKeys(
      TreePMap<Scoped, Use> uses, TreePMap<Expiry, Scoped> expiries, StateHash hash) {
    this.uses = uses;
    this.expiries = expiries;
    this.hash = hash;
  }

  int size() {
    return uses.size();
  }

  /** What a principal's key stands for, or null. */
  Use find(String principal, String key) {
    return uses.get(new Scoped(principal, key));
  }

  /** With the keys a commit brings. */
  IdempotencyKeys with(String principal, KeyUse use, long sequence) {
    return with(
        new Use(
            principal,
            use.key(),
            use.requestHash(),
            use.expiresAt(),
            sequence,
            new String(Json.bytes(use.answers()), StandardCharsets.UTF_8)));
  }

  private IdempotencyKeys with(Use use) {
    Scoped scoped = new Scoped(use.principal(), use.key());
    return new IdempotencyKeys(
        uses.plus(scoped, use),
        expiries.plus(new Expiry(use.expiresAt(), scoped), scoped),
        hash.plus(use.hash()));
  }

  /** Without the keys that have expired at this journal time. */
  IdempotencyKeys expire(Instant committedAt) {
    IdempotencyKeys left = this;
    while (!left.expiries.isEmpty()) {
      Map.Entry<Expiry, Scoped> first = left.expiries.firstEntry();
      if (first.getKey().at().isAfter(committedAt)) {
        break;
      }
      Use use = left.uses.get(first.getValue());
      left =
          new IdempotencyKeys(
              left.uses.minus(first.getValue()),
              left.expiries.minus(first.getKey()),
              left.hash.minus(use.hash()));
    }
    return left;
  }

  /** The rows' keys that {@link #expire} drops. */
  List<RowKey> expiring(Instant committedAt) {
    List<RowKey> keys = new ArrayList<>();
    for (Map.Entry<Expiry, Scoped> entry : expiries.entrySet()) {
      if (entry.getKey().at().isAfter(committedAt)) {
        break;
      }
      keys.add(RowKey.of(entry.getValue().principal(), entry.getValue().key()));
    }
    return keys;
  }

  StateHash hash(boolean anew) {
    return anew
        ? uses.values().stream().map(Use::hash).reduce(StateHash.ZERO, StateHash::plus)
        : hash;
  }

  /**
   * The keys that these rows show.
   *
   * @throws UncheckedIOException if an answer is not JSON
   */
  static IdempotencyKeys restore(List<Row> rows) {
    IdempotencyKeys keys = EMPTY;
    for (Row row : rows) {
      keys =
          keys.with(
              new Use(
                  row.text(0),
                  row.text(1),
                  new Hash(row.text(2)),
                  (Instant) row.get(3),
                  (Long) row.get(4),
                  row.text(5)));
    }
    return keys;
  }
}
