package io.arco.planner;

import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.Decision.Rejected;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Stamp;
import io.arco.problem.Problem;
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
    OrchestrationState before = state;
    state = domain.apply(before, event, new Stamp(events.size() + 1, now()));
    events.add(event);
    domain.changes(before, event, state, rows);
  }

  /** The time of the next commit: commits are a second apart. */
  @Override
  public Instant now() {
    return START.plusSeconds(events.size() + 1);
  }

  /** The state after all events once more, from nothing. */
  OrchestrationState folded() {
    OrchestrationState folded = OrchestrationState.EMPTY;
    for (int i = 0; i < events.size(); i++) {
      folded = domain.apply(folded, events.get(i), new Stamp(i + 1, START.plusSeconds(i + 1)));
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
}
