package io.arco.ledger;

import io.arco.ledger.LedgerCommand.Restore;
import io.arco.ledger.LedgerEvent.Restored;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the ledger knows of itself by events: the incarnation. In every workspace, whatever other
 * domains there are; its hash is part of the line {@code ledger} of the state hash.
 */
public final class LedgerDomain implements Domain<Incarnation, LedgerCommand, LedgerEvent> {
  /** The domain's name. */
  public static final String NAME = "ledger";

  static final LedgerDomain INSTANCE = new LedgerDomain();

  private LedgerDomain() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<LedgerCommand> commandType() {
    return LedgerCommand.class;
  }

  @Override
  public Map<String, Class<? extends LedgerCommand>> commands() {
    return Map.of("Restore", Restore.class);
  }

  @Override
  public Map<String, Class<? extends LedgerEvent>> events() {
    return Map.of("Restored", Restored.class);
  }

  @Override
  public Incarnation empty() {
    return Incarnation.FIRST;
  }

  @Override
  public Decision<Incarnation, LedgerEvent> decide(
      Incarnation state, LedgerCommand command, DecisionContext context) {
    Restore restore = (Restore) command;
    boolean isDone =
        restore.backupId().equals(state.backupId()) && state.number() == restore.incarnation() + 1;
    if (isDone) {
      return new Decision.Accepted<>(List.of(), after -> after);
    }
    if (state.number() != restore.incarnation()) {
      return new Decision.Rejected<>(
          Problem.of(ErrorCode.VERSION_MISMATCH, "This is not the incarnation that was backed up.")
              .with("incarnation", state.number())
              .with("expected", restore.incarnation()));
    }
    Restored restored =
        new Restored(
            state.number() + 1,
            context.newId(),
            restore.backup(),
            restore.backupId(),
            restore.backedUpAt());
    return new Decision.Accepted<>(List.of(restored), after -> after);
  }

  @Override
  public Incarnation apply(Incarnation state, LedgerEvent event, Stamp stamp) {
    Restored restored = (Restored) event;
    return new Incarnation(
        restored.incarnation(),
        restored.id(),
        restored.backup(),
        restored.backupId(),
        restored.backedUpAt(),
        stamp.sequence(),
        stamp.committedAt());
  }

  @Override
  public List<TableDefinition> tables() {
    return List.of(LedgerTables.INCARNATIONS);
  }

  @Override
  public void changes(Incarnation before, LedgerEvent event, Incarnation after, RowSink sink) {
    sink.put(LedgerTables.INCARNATIONS, after.row());
  }

  @Override
  public Incarnation restore(TableRows rows) {
    return rows.rows(LedgerTables.INCARNATIONS).stream()
        .map(Incarnation::of)
        .max(Comparator.comparingLong(Incarnation::number))
        .orElse(Incarnation.FIRST);
  }

  @Override
  public StateHash hash(Incarnation state) {
    return state.hash();
  }

  @Override
  public StateHash recomputeHash(Incarnation state) {
    return state.hash();
  }
}
