package io.arco.crash;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the answers of one round, and says when there are enough of them. Thread-safe. */
final class Tally {
  private final int enough;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger creates = new AtomicInteger();
  private final AtomicInteger deletes = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger queries = new AtomicInteger();
  private final AtomicLong sequence = new AtomicLong();

  /** A count to this many answers. */
  Tally(int enough) {
    this.enough = enough;
  }

  void answered(CatalogRequest request, CatalogAnswer answer) {
    AtomicInteger kind = !answer.isSuccess() ? refusals : request.isCreate() ? creates : deletes;
    kind.incrementAndGet();
    sequence.accumulateAndGet(answer.sequence(), Math::max);
    if (answers.incrementAndGet() >= enough) {
      reached.countDown();
    }
  }

  void repeated() {
    repeats.incrementAndGet();
  }

  void read() {
    reads.incrementAndGet();
  }

  void queried() {
    queries.incrementAndGet();
  }

  /** No more answers are to come. */
  void over() {
    reached.countDown();
  }

  /** Waits until there are enough, or no more come. */
  void await() {
    try {
      reached.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The newest sequence in an answer. */
  long sequence() {
    return sequence.get();
  }

  int answers() {
    return answers.get();
  }

  int repeats() {
    return repeats.get();
  }

  @Override
  public String toString() {
    return creates
        + " creates, "
        + deletes
        + " deletes, "
        + refusals
        + " refused, "
        + reads
        + " reads, "
        + queries
        + " queries";
  }
}
