package io.arco.catalog;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.Decision.Rejected;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Stamp;
import io.arco.problem.Problem;
import io.arco.testing.InMemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A catalog without a ledger: decides, applies and keeps the rows, all at once. */
final class LocalCatalog implements DecisionContext {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.006Z");

  final CatalogDomain domain;
  final InMemoryRows rows = new InMemoryRows();
  final List<CatalogEvent> events = new ArrayList<>();
  CatalogState state = CatalogState.EMPTY;
  private final List<Instant> times = new ArrayList<>();
  private Duration passed = Duration.ZERO;
  private long sequence;
  private long lastId;

  LocalCatalog() {
    this(CatalogLimits.DEFAULT);
  }

  LocalCatalog(CatalogLimits limits) {
    this(limits, CatalogDomain.DROP_RETENTION);
  }

  LocalCatalog(CatalogLimits limits, Duration dropRetention) {
    domain = new CatalogDomain(limits, dropRetention);
  }

  /** The answer, or the {@link Problem}. */
  Object run(CatalogCommand command) {
    Decision<CatalogState, CatalogEvent> decision = domain.decide(state, command, this);
    if (decision instanceof Rejected<CatalogState, CatalogEvent> rejected) {
      return rejected.problem();
    }
    Accepted<CatalogState, CatalogEvent> accepted = (Accepted<CatalogState, CatalogEvent>) decision;
    accepted.events().forEach(this::commit);
    return accepted.answer().apply(state);
  }

  /** Runs commands that must be accepted. */
  LocalCatalog with(CatalogCommand... commands) {
    for (CatalogCommand command : commands) {
      if (run(command) instanceof Problem problem) {
        throw new AssertionError(command + " was rejected: " + problem);
      }
    }
    return this;
  }

  /** Runs a command that must be rejected. */
  Problem rejected(CatalogCommand command) {
    CatalogState before = state;
    Object answer = run(command);
    if (answer instanceof Problem problem && state == before) {
      return problem;
    }
    throw new AssertionError(command + " was not rejected but answered " + answer);
  }

  void commit(CatalogEvent event) {
    events.add(event);
    times.add(now());
    CatalogState before = state;
    state = domain.apply(before, event, new Stamp(sequence + 1, now()));
    sequence++;
    domain.changes(before, event, state, rows);
  }

  /** The time of the next commit: commits are a second apart. */
  @Override
  public Instant now() {
    return START.plus(passed).plusSeconds(sequence + 1);
  }

  /** Lets time pass without a commit. */
  void pass(Duration time) {
    passed = passed.plus(time);
  }

  /** The state after all events once more, from nothing. */
  CatalogState folded() {
    CatalogState folded = CatalogState.EMPTY;
    for (int i = 0; i < events.size(); i++) {
      Stamp stamp = new Stamp(i + 1, times.get(i));
      folded = domain.apply(folded, events.get(i), stamp);
    }
    return folded;
  }

  @Override
  public String principal() {
    return "somebody";
  }

  @Override
  public UUID newId() {
    lastId++;
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + lastId);
  }

  static CreateCatalog catalog(String name) {
    return new CreateCatalog(name, null, null);
  }

  static CreateSchema schema(String catalog, String name) {
    return new CreateSchema(catalog, name, null, null);
  }

  static CreateTable table(String catalog, String schema, String name, ColumnSpec... columns) {
    return new CreateTable(catalog, schema, name, null, null, null, Map.of(), List.of(columns));
  }

  static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, type, null, null);
  }
}
