package io.arco.ledger;

import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of what a workspace knows: the only door through which the ledger and the compactor know
 * anything about catalogs, runs and the like. Every method is pure; states are immutable values
 * that any thread may read.
 *
 * @param <S> the state
 * @param <C> the commands, a sealed interface of records
 * @param <E> the events, a sealed interface of records
 */
public interface Domain<S, C extends Command, E extends Event> {
  /** The name under which its events stand in commits; never changed. */
  String name();

  /** The type of its commands. */
  Class<C> commandType();

  /** Its commands by the name under which they cross the event bus. */
  Map<String, Class<? extends C>> commands();

  /** Its events by the name under which they stand in commits. */
  Map<String, Class<? extends E>> events();

  /** The state of a new workspace. */
  S empty();

  /**
   * Decides a command on a state. Takes at most about 5 ms; never throws for what a caller said.
   */
  Decision<S, E> decide(S state, C command, DecisionContext context);

  /** The state after an event. Total: every event that was ever decided applies. */
  S apply(S state, E event, Stamp stamp);

  /** What an event is about; empty for what nobody is to follow. */
  default Optional<Subject> subject(E event) {
    return Optional.empty();
  }

  /** The system tables its state appears in. */
  List<TableDefinition> tables();

  /**
   * Those of {@link #tables} that {@link #restore} reads. The others are history: they grow, and
   * opening a workspace does not read them.
   */
  default List<TableDefinition> restoredTables() {
    return tables();
  }

  /**
   * The rows an event changed. May take long (a cascade): called on a worker.
   *
   * @param before the state the event was applied to
   * @param after the state it gave
   */
  void changes(S before, E event, S after, RowSink sink);

  /**
   * The state that these rows show: for any state, restoring from the rows it appears in gives a
   * state of equal hash. Reads {@link #restoredTables} alone. Called on a worker.
   */
  S restore(TableRows rows);

  /** The sum of the hashes of all the state holds; cheap. */
  StateHash hash(S state);

  /** The same, computed anew from the content: what {@code arco verify} compares. */
  StateHash recomputeHash(S state);
}
