package io.arco.server.dispatch;

import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.RetryWait;
import io.arco.planner.run.Run;
import io.arco.planner.run.Runs;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskState;
import io.arco.runtime.Runtime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Lets tasks that wait to be tried again be leased when their time has come. On the scheduler. */
final class Retries {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Runtime runtime;
  private final OrchestrationDomain domain;
  private final Commands commands;
  private final Supplier<WorkspaceState> state;
  private final DueTimes<AttemptRef> waiting;
  private boolean closed;

  /** None yet. */
  Retries(
      Runtime runtime,
      OrchestrationDomain domain,
      Commands commands,
      Supplier<WorkspaceState> state) {
    this.runtime = runtime;
    this.domain = domain;
    this.commands = commands;
    this.state = state;
    this.waiting = new DueTimes<>(runtime, this::due);
  }

  /** Takes note of what waits since a commit. */
  void look(WorkspaceState now, long behind) {
    long nowNanos = runtime.clock().nanoTime();
    for (RetryWait wait : now.of(domain).runs().retriesSince(behind)) {
      waiting.add(nowNanos + wait.retryAfterMillis() * NANOS_PER_MILLI, wait.ref());
    }
  }

  /** Forgets all: the workspace is opened anew. */
  void clear() {
    waiting.clear();
  }

  void close() {
    closed = true;
    clear();
  }

  private void due(List<AttemptRef> due) {
    List<AttemptRef> ripe = due.stream().filter(this::isWaiting).toList();
    for (int i = 0; i < ripe.size(); i += DispatchOptions.MAX_BATCH) {
      List<AttemptRef> part = ripe.subList(i, Math.min(ripe.size(), i + DispatchOptions.MAX_BATCH));
      commands
          .submit(new ReleaseRetries(part))
          .onFailure(
              failure -> {
                long againNanos =
                    runtime.clock().nanoTime() + DispatchOptions.RETRY_MILLIS * NANOS_PER_MILLI;
                part.forEach(ref -> again(againNanos, ref));
              });
    }
  }

  private void again(long atNanos, AttemptRef ref) {
    if (!closed) {
      waiting.add(atNanos, ref);
    }
  }

  private boolean isWaiting(AttemptRef ref) {
    Runs runs = state.get().of(domain).runs();
    Optional<Run> run = runs.run(ref.run());
    if (run.isEmpty()) {
      return false;
    }
    Task task = run.get().task(ref.task());
    return task.state() == TaskState.RETRY_WAIT && task.attempts() == ref.attempt();
  }
}
