package io.arco.planner;

import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.Decision.Rejected;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Stamp;
import io.arco.problem.Problem;
import io.arco.table.TableDefinition;
import io.arco.testing.InMemoryRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Orchestration without a ledger: decides, applies and keeps the rows, all at once. */
final class LocalOrchestration implements DecisionContext {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.006Z");

  final OrchestrationDomain domain;
  final InMemoryRows rows = new InMemoryRows();
  final List<OrchestrationEvent> events = new ArrayList<>();
  OrchestrationState state = OrchestrationState.EMPTY;
  private final List<Stamp> stamps = new ArrayList<>();
  private long sequence;
  private boolean isHeld;
  private long lastId;

  LocalOrchestration(OrchestrationLimits limits) {
    domain = new OrchestrationDomain(limits);
  }

  /** The answer, or the {@link Problem}. */
  Object run(OrchestrationCommand command) {
    Decision<OrchestrationState, OrchestrationEvent> decision = domain.decide(state, command, this);
    if (decision instanceof Rejected<OrchestrationState, OrchestrationEvent> rejected) {
      return rejected.problem();
    }
    Accepted<OrchestrationState, OrchestrationEvent> accepted =
        (Accepted<OrchestrationState, OrchestrationEvent>) decision;
    accepted.events().forEach(this::commit);
    return accepted.answer().apply(state);
  }

  private void commit(OrchestrationEvent event) {
    if (!isHeld) {
      sequence++;
    }
    OrchestrationState before = state;
    Stamp stamp = new Stamp(sequence, START.plusSeconds(sequence));
    state = domain.apply(before, event, stamp);
    events.add(event);
    stamps.add(stamp);
    domain.changes(before, event, state, rows);
  }

  /** Whether the next events belong to the commit of the last one; else each is one of its own. */
  void hold(boolean hold) {
    isHeld = hold && sequence > 0;
  }

  /** The events of a commit. */
  List<OrchestrationEvent> commit(long number) {
    List<OrchestrationEvent> of = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (stamps.get(i).sequence() == number) {
        of.add(events.get(i));
      }
    }
    return of;
  }

  /** The number of the last commit. */
  long sequence() {
    return sequence;
  }

  /** The time of the next commit: commits are a second apart. */
  @Override
  public Instant now() {
    return START.plusSeconds(isHeld ? sequence : sequence + 1);
  }

  /** The state after all events once more, from nothing. */
  OrchestrationState folded() {
    OrchestrationState folded = OrchestrationState.EMPTY;
    for (int i = 0; i < events.size(); i++) {
      folded = domain.apply(folded, events.get(i), stamps.get(i));
    }
    return folded;
  }

  /** The state that the rows it is restored from show. */
  OrchestrationState restored() {
    List<TableDefinition> tables = domain.restoredTables();
    return domain.restore(
        table -> {
          if (!tables.contains(table)) {
            throw new IllegalStateException(table.name() + " is history");
          }
          return rows.rows(table);
        });
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
}
