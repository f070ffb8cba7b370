package io.arco.simulation;

import io.arco.planner.run.Lease;
import io.arco.server.dispatch.LeaseAsk;
import java.util.List;
import java.util.SplittableRandom;

/** One worker: polls any server, and does what it is given, well or badly. */
final class RunWorker {
  private final RunCalls calls;
  private final SplittableRandom random;
  private boolean stopped;
  private boolean idle;
  private int jobs;

  RunWorker(RunCalls calls, SplittableRandom random) {
    this.calls = calls;
    this.random = random;
  }

  /** It polls no more. */
  void stop() {
    stopped = true;
  }

  /** Whether it has stopped, and nothing of it is under way. */
  boolean isIdle() {
    return idle && jobs == 0;
  }

  void run() {
    if (stopped) {
      idle = true;
      return;
    }
    long restMillis = calls.world().nights().restMillis();
    calls.later(restMillis + 1 + random.nextInt(300), this::poll);
  }

  private void poll() {
    Server server = calls.anyServer();
    if (server == null) {
      run();
      return;
    }
    Op op = calls.op(Op.Kind.LEASE, server);
    List<String> kinds =
        switch (random.nextInt(4)) {
          case 0 -> List.of("fast");
          case 1 -> List.of("slow", "none");
          default -> null;
        };
    LeaseAsk ask =
        new LeaseAsk(
            server.workers().nextId(),
            op.principal,
            kinds,
            1 + random.nextInt(3),
            500 + random.nextInt(8_000),
            op.principal,
            op.requestId);
    calls
        .world()
        .history()
        .ask(
            op,
            () -> server.workers().lease(calls.keys().workspace(), ask),
            leased -> {
              op.leases = leased.leases();
              op.sequence = leased.sequence();
            },
            () -> {
              for (Lease lease : op.leases) {
                jobs++;
                new RunJob(calls, lease, random.split(), () -> jobs--).begin();
              }
              run();
            });
    if (random.nextInt(20) == 0 && !calls.world().isHealed()) {
      calls.later(
          random.nextInt(2_000), () -> server.workers().leave(calls.keys().workspace(), ask.id()));
    }
  }
}
