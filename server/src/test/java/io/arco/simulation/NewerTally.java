package io.arco.simulation;

import io.arco.ledger.Command;
import io.arco.ledger.Decision;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Domain;
import io.arco.ledger.Event;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.planner.tally.Tallies;
import io.arco.planner.tally.TallyCommand;
import io.arco.planner.tally.TallyDomain;
import io.arco.planner.tally.TallyEvent;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.List;
import java.util.Map;

/** The tallies of a newer build, which knows one more event: taking away what was added. */
final class NewerTally implements Domain<Tallies, Command, Event> {
  private final TallyDomain older = new TallyDomain();

  /** Takes from a tally. */
  record Take(String name, long by) implements Command {}

  /** So much was taken. */
  record Taken(String name, long by) implements Event {}

  @Override
  public String name() {
    return older.name();
  }

  @Override
  public Class<Command> commandType() {
    return Command.class;
  }

  @Override
  public Map<String, Class<? extends Command>> commands() {
    return Map.of("Add", TallyCommand.Add.class, "Take", Take.class);
  }

  @Override
  public Map<String, Class<? extends Event>> events() {
    return Map.of("Added", TallyEvent.Added.class, "Taken", Taken.class);
  }

  @Override
  public Tallies empty() {
    return older.empty();
  }

  @Override
  public Decision<Tallies, Event> decide(Tallies state, Command command, DecisionContext context) {
    if (command instanceof Take take) {
      return new Decision.Accepted<>(
          List.of(new Taken(take.name(), take.by())),
          after -> Map.of("total", after.total(take.name())));
    }
    Decision<Tallies, TallyEvent> decision = older.decide(state, (TallyCommand) command, context);
    return decision instanceof Decision.Accepted<Tallies, TallyEvent> accepted
        ? new Decision.Accepted<>(List.copyOf(accepted.events()), accepted.answer())
        : new Decision.Rejected<>(((Decision.Rejected<Tallies, TallyEvent>) decision).problem());
  }

  @Override
  public Tallies apply(Tallies state, Event event, Stamp stamp) {
    return older.apply(state, asOlder(event), stamp);
  }

  @Override
  public List<TableDefinition> tables() {
    return older.tables();
  }

  @Override
  public void changes(Tallies before, Event event, Tallies after, RowSink sink) {
    older.changes(before, asOlder(event), after, sink);
  }

  @Override
  public Tallies restore(TableRows rows) {
    return older.restore(rows);
  }

  @Override
  public StateHash hash(Tallies state) {
    return older.hash(state);
  }

  @Override
  public StateHash recomputeHash(Tallies state) {
    return older.recomputeHash(state);
  }

  private static TallyEvent asOlder(Event event) {
    return event instanceof Taken taken
        ? new TallyEvent.Added(taken.name(), -taken.by())
        : (TallyEvent) event;
  }
}
