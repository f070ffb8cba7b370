package io.arco.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Hash;
import io.arco.problem.ProblemException;
import io.arco.table.TableRows;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that a workspace's journal says up to one commit: an immutable value that any thread reads
 * without waiting.
 */
public final class WorkspaceState {
  private final Domains domains;
  private final long sequence;
  private final Hash head;
  private final Instant committedAt;
  private final Object[] states;
  private final IdempotencyKeys keys;

  WorkspaceState(
      Domains domains,
      long sequence,
      Hash head,
      Instant committedAt,
      Object[] states,
      IdempotencyKeys keys) {
    this.domains = domains;
    this.sequence = sequence;
    this.head = head;
    this.committedAt = committedAt;
    this.states = states;
    this.keys = keys;
  }

  /** The state of a workspace without commits: sequence 0, committed at the epoch. */
  public static WorkspaceState empty(Domains domains) {
    Object[] states = domains.all().stream().map(Domain::empty).toArray();
    return new WorkspaceState(domains, 0, Hash.NONE, Instant.EPOCH, states, IdempotencyKeys.EMPTY);
  }

  /** The state that the rows of a snapshot show. Takes long: for a worker. */
  public static WorkspaceState restore(
      Domains domains, long sequence, Hash head, Instant committedAt, TableRows rows) {
    Object[] states = domains.all().stream().map(domain -> domain.restore(rows)).toArray();
    IdempotencyKeys keys = IdempotencyKeys.restore(rows.rows(LedgerTables.IDEMPOTENCY_KEYS));
    return new WorkspaceState(domains, sequence, head, committedAt, states, keys);
  }

  /** The newest commit in this state, 0 for none. */
  public long sequence() {
    return sequence;
  }

  /** The hash of that commit's bytes. */
  public Hash head() {
    return head;
  }

  /** The time of that commit. */
  public Instant committedAt() {
    return committedAt;
  }

  /** One domain's part. */
  @SuppressWarnings("unchecked")
  public <S> S of(Domain<S, ?, ?> domain) {
    return (S) states[domains.indexOf(domain)];
  }

  /** Which life of the workspace this is. */
  public Incarnation incarnation() {
    return of(LedgerDomain.INSTANCE);
  }

  /** The live idempotency keys. */
  IdempotencyKeys keys() {
    return keys;
  }

  /**
   * The answer that a request with this key has had already, if the journal holds the key. For
   * those who would have to work before they can submit it again.
   *
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED if it was another request
   */
  public Optional<Receipt> answered(String principal, IdempotencyKey key) {
    return Optional.ofNullable(keys.find(principal, key.text()))
        .map(use -> use.receipt(key, incarnation().tag()));
  }

  Object[] copyOfStates() {
    return Arrays.copyOf(states, states.length);
  }

  Domains domains() {
    return domains;
  }

  /**
   * The hash of all of it: SHA-256 over lines {@code name=hex}, sorted by name, of each domain's
   * {@link StateHash}, of {@code ledger} (the idempotency keys and the incarnation), of {@code
   * head} and of {@code sequence}. A domain after the first is left out while it holds nothing:
   * hashes that were written before a build knew it still hold.
   */
  public String hash() {
    return hash(false);
  }

  /** The same, with each domain's part computed anew from its content. */
  public String recomputeHash() {
    return hash(true);
  }

  private String hash(boolean anew) {
    Map<String, StateHash> sums = new TreeMap<>();
    for (int i = 0; i < states.length; i++) {
      Domain<?, ?, ?> domain = domains.all().get(i);
      StateHash part = hashOf(domain, states[i], anew);
      if (i == 0 || !part.equals(StateHash.ZERO)) {
        sums.put(domain.name(), part);
      }
    }
    sums.merge(LedgerDomain.NAME, keys.hash(anew), StateHash::plus);
    Map<String, String> parts = new TreeMap<>();
    sums.forEach((name, sum) -> parts.put(name, sum.hex()));
    parts.put("head", head.hex());
    parts.put("sequence", Long.toString(sequence));
    StringBuilder text = new StringBuilder();
    parts.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return Hash.of(text.toString().getBytes(UTF_8)).hex();
  }

  @SuppressWarnings("unchecked")
  private static <S> StateHash hashOf(Domain<S, ?, ?> domain, Object state, boolean anew) {
    return anew ? domain.recomputeHash((S) state) : domain.hash((S) state);
  }
}
