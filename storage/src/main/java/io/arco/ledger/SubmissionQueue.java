package io.arco.ledger;

import java.util.ArrayDeque;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Consumer;

/** Submissions that wait to be decided, in order. Those whose callers were answered fall out. */
final class SubmissionQueue {
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

  void add(Pending pending) {
    waiting.addLast(pending);
  }

  /** Puts a lost batch back where it was, before all that came after it. */
  void returnToFront(List<Batch.Outcome> outcomes) {
    ListIterator<Batch.Outcome> backwards = outcomes.listIterator(outcomes.size());
    while (backwards.hasPrevious()) {
      Pending pending = backwards.previous().pending();
      pending.atStake(false);
      if (!pending.isAnswered()) {
        waiting.addFirst(pending);
      }
    }
  }

  /** The next whose caller still waits, or null. */
  Pending peek() {
    while (!waiting.isEmpty() && waiting.peekFirst().isAnswered()) {
      waiting.removeFirst();
    }
    return waiting.peekFirst();
  }

  void remove() {
    waiting.removeFirst();
  }

  int size() {
    return waiting.size();
  }

  void drain(Consumer<Pending> each) {
    while (!waiting.isEmpty()) {
      each.accept(waiting.removeFirst());
    }
  }
}
