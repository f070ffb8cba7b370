package io.arco.ledger;

import io.arco.problem.Problem;
import java.util.List;
import java.util.function.Function;

/**
 * What a domain makes of a command.
 *
 * @param <S> the domain's state
 * @param <E> the domain's events
 */
public sealed interface Decision<S, E extends Event> {
  /**
   * The command holds. No events: it changes nothing, and is answered once the state it was decided
   * on is known to be the newest.
   *
   * @param events in order
   * @param answer makes the answer, a value that JSON can hold, from the state after the events
   */
  record Accepted<S, E extends Event>(List<E> events, Function<S, Object> answer)
      implements Decision<S, E> {}

  /**
   * The command is refused and changes nothing.
   *
   * @param problem why
   */
  record Rejected<S, E extends Event>(Problem problem) implements Decision<S, E> {}
}
