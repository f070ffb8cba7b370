package io.arco.planner.tally;

import static io.arco.table.ColumnDefinition.required;

import io.arco.ledger.Decision;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Domain;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.table.ColumnKind;
import io.arco.table.Row;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import io.arco.table.TableRows;
import java.util.List;
import java.util.Map;

/** Counts things: the smallest domain that has commands, events, a table and rejections. */
public final class TallyDomain implements Domain<Tallies, TallyCommand, TallyEvent> {
  /** {@code system.tally.tallies}. */
  public static final TableDefinition TALLIES =
      new TableDefinition(
          "tally",
          "tallies",
          Visibility.PUBLIC,
          List.of(
              required("name", ColumnKind.STRING),
              required("total", ColumnKind.INT64),
              required("sequence", ColumnKind.INT64),
              required("changed_at", ColumnKind.TIMESTAMP)),
          1,
          64);

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public Class<TallyCommand> commandType() {
    return TallyCommand.class;
  }

  @Override
  public Map<String, Class<? extends TallyCommand>> commands() {
    return Map.of("Add", TallyCommand.Add.class);
  }

  @Override
  public Map<String, Class<? extends TallyEvent>> events() {
    return Map.of("Added", TallyEvent.Added.class);
  }

  @Override
  public Tallies empty() {
    return Tallies.NONE;
  }

  @Override
  public Decision<Tallies, TallyEvent> decide(
      Tallies state, TallyCommand command, DecisionContext context) {
    TallyCommand.Add add = (TallyCommand.Add) command;
    if (add.by() < 1) {
      return new Decision.Rejected<>(
          Problem.of(ErrorCode.INVALID_REQUEST, "A tally only grows.").with("by", add.by()));
    }
    return new Decision.Accepted<>(
        List.of(new TallyEvent.Added(add.name(), add.by())),
        after -> Map.of("total", after.total(add.name())));
  }

  @Override
  public Tallies apply(Tallies state, TallyEvent event, Stamp stamp) {
    TallyEvent.Added added = (TallyEvent.Added) event;
    long total = state.total(added.name()) + added.by();
    return state.with(new Tally(added.name(), total, stamp.sequence(), stamp.committedAt()));
  }

  @Override
  public List<TableDefinition> tables() {
    return List.of(TALLIES);
  }

  @Override
  public void changes(Tallies before, TallyEvent event, Tallies after, RowSink sink) {
    sink.put(TALLIES, after.byName().get(((TallyEvent.Added) event).name()).row());
  }

  @Override
  public Tallies restore(TableRows rows) {
    Tallies tallies = Tallies.NONE;
    for (Row row : rows.rows(TALLIES)) {
      tallies = tallies.with(Tally.of(row));
    }
    return tallies;
  }

  @Override
  public StateHash hash(Tallies state) {
    return state.hash();
  }

  @Override
  public StateHash recomputeHash(Tallies state) {
    return state.byName().values().stream()
        .map(Tally::hash)
        .reduce(StateHash.ZERO, StateHash::plus);
  }
}
