package io.arco.server.dispatch;

import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.run.FinishedRun;
import io.arco.planner.run.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Takes finished runs out of the state once a snapshot includes their end, and enough newer ones
 * have ended or they ended long enough ago. On the scheduler.
 */
final class Evictions {
  private final OrchestrationDomain domain;
  private final Commands commands;
  private final Supplier<WorkspaceState> state;
  private final DispatchOptions options;
  private boolean underWay;

  Evictions(
      OrchestrationDomain domain,
      Commands commands,
      Supplier<WorkspaceState> state,
      DispatchOptions options) {
    this.domain = domain;
    this.commands = commands;
    this.state = state;
    this.options = options;
  }

  /** Takes that a snapshot includes all commits up to a sequence. */
  void published(long sequence) {
    List<UUID> ripe = underWay ? List.of() : ripe(sequence);
    if (ripe.isEmpty()) {
      return;
    }
    underWay = true;
    commands
        .submit(new EvictRuns(ripe))
        .onComplete(
            done -> {
              underWay = false;
              if (done.succeeded()) {
                published(sequence);
              }
            });
  }

  private List<UUID> ripe(long sequence) {
    WorkspaceState now = state.get();
    Runs runs = now.of(domain).runs();
    Instant before = now.committedAt().minusMillis(options.finishedRunMillis());
    int surplus = runs.finishedCount() - options.keptFinishedRuns();
    List<UUID> ripe = new ArrayList<>();
    for (FinishedRun run : runs.finished()) {
      boolean isOld = surplus > 0 || !run.ended().committedAt().isAfter(before);
      if (!isOld || run.ended().sequence() > sequence || ripe.size() == DispatchOptions.MAX_BATCH) {
        break;
      }
      ripe.add(run.run());
      surplus--;
    }
    return ripe;
  }
}
