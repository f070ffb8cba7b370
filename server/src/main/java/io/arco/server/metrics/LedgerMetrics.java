package io.arco.server.metrics;

import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** What the ledgers of all workspaces do, taken together. Thread-safe. */
public final class LedgerMetrics implements LedgerObserver {
  private static final double[] BATCH_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

  private final Counter own;
  private final Counter others;
  private final Counter lost;
  private final Counter looks;
  private final Counter stopped;
  private final Counter built;
  private final DistributionSummary batch;
  private final DistributionSummary bytes;
  private final DistributionSummary waiting;

  /** Counts into this registry. */
  public LedgerMetrics(MeterRegistry registry) {
    own = commits(registry, "self");
    others = commits(registry, "other");
    lost =
        Counter.builder("arco.ledger.slots.lost")
            .description("Journal slots that another writer took first")
            .register(registry);
    looks =
        Counter.builder("arco.ledger.looks")
            .description("Looks at the head of a journal")
            .register(registry);
    stopped =
        Counter.builder("arco.ledger.stopped")
            .description("Ledgers that stopped because of what they found or because of shutdown")
            .register(registry);
    built =
        Counter.builder("arco.ledger.former.built")
            .description("Former states begun to be built, each for all who ask for it")
            .register(registry);
    batch =
        DistributionSummary.builder("arco.ledger.batch.commands")
            .description("Commands in one commit of this server")
            .serviceLevelObjectives(BATCH_BUCKETS)
            .register(registry);
    bytes =
        DistributionSummary.builder("arco.ledger.commit.bytes")
            .description("Size of one commit of this server")
            .baseUnit("bytes")
            .register(registry);
    waiting =
        DistributionSummary.builder("arco.ledger.look.waiting")
            .description("Reads that shared one look at the head of a journal")
            .serviceLevelObjectives(BATCH_BUCKETS)
            .register(registry);
  }

  private static Counter commits(MeterRegistry registry, String writer) {
    return Counter.builder("arco.ledger.commits")
        .description("Commits folded, by who wrote them")
        .tag("writer", writer)
        .register(registry);
  }

  @Override
  public void committed(WorkspaceState state, int commands, long commitBytes, boolean isOwn) {
    if (!isOwn) {
      others.increment();
      return;
    }
    own.increment();
    batch.record(commands);
    bytes.record((double) commitBytes);
  }

  @Override
  public void lost(long sequence) {
    lost.increment();
  }

  @Override
  public void checked(int callers) {
    looks.increment();
    waiting.record(callers);
  }

  @Override
  public void building(long sequence) {
    built.increment();
  }

  @Override
  public void stopped(Problem problem) {
    stopped.increment();
  }
}
