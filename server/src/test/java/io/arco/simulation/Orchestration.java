package io.arco.simulation;

import io.arco.ledger.ReadOptions;
import io.arco.planner.run.Run;
import io.arco.planner.run.Runs;
import io.arco.store.WorkspaceKeys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** The part of a world in which there are runs: who asks for them, and who does their tasks. */
final class Orchestration {
  private static final long STEP_MILLIS = 10_000;

  /** Within so much time without faults every run ends. */
  private static final long PATIENCE_MILLIS = 600_000;

  private final World world;
  private final List<RunAsker> askers = new ArrayList<>();
  private final List<RunWorker> workers = new ArrayList<>();
  private final Set<UUID> soundRuns = new HashSet<>();

  Orchestration(World world, SplittableRandom random) {
    this.world = world;
    List<WorkspaceKeys> workspaces = world.workspaces();
    for (WorkspaceKeys keys : workspaces) {
      for (int i = 0; i < 2; i++) {
        RunCalls calls = new RunCalls(world, "asker" + askers.size(), keys, random.split());
        askers.add(new RunAsker(calls, random.split()));
      }
      for (int i = 0; i < world.plan().workers(); i++) {
        RunCalls calls = new RunCalls(world, "worker" + workers.size(), keys, random.split());
        workers.add(new RunWorker(calls, random.split()));
      }
    }
  }

  Set<UUID> soundRuns() {
    return soundRuns;
  }

  void begin() {
    askers.forEach(RunAsker::run);
    workers.forEach(RunWorker::run);
  }

  /** With faults over: one more run of everything, and all runs end. */
  void end() {
    for (RunAsker asker : askers) {
      asker.last(soundRuns::add);
    }
    world.await("the last runs", () -> askers.stream().allMatch(RunAsker::isDone));
    for (WorkspaceKeys keys : world.workspaces()) {
      awaitEnd(keys);
    }
    workers.forEach(RunWorker::stop);
    world.await("the last polls", () -> workers.stream().allMatch(RunWorker::isIdle));
  }

  private void awaitEnd(WorkspaceKeys keys) {
    List<Run> open = List.of();
    for (long passed = 0; passed < PATIENCE_MILLIS; passed += STEP_MILLIS) {
      open = open(keys);
      if (open.isEmpty() || world.findings().count() > 0) {
        return;
      }
      world.pass(STEP_MILLIS);
    }
    String what = open.stream().map(run -> run.id() + " " + run.state()).toList().toString();
    world.findings().add(Invariant.RUNS_END, "these go on: " + what, null);
  }

  /** The runs that have not ended, as a server knows them. */
  private List<Run> open(WorkspaceKeys keys) {
    Server server = world.nodes().get(0).server();
    Op op = new Op(Op.Kind.READ, keys, server.process(), world.history().nextRequestId());
    List<Run> open = new ArrayList<>();
    world
        .history()
        .ask(
            op,
            () ->
                server
                    .workspaces()
                    .open(keys.workspace())
                    .compose(
                        ledger ->
                            ledger.read(ReadOptions.linearizable(world.plan().timeoutMillis()))),
            state -> {
              op.sequence = state.sequence();
              op.stateHash = state.hash();
              Runs runs = state.of(World.ORCHESTRATION).runs();
              runs.all().stream().filter(run -> !run.state().isFinal()).forEach(open::add);
            },
            () -> {});
    world.await("the answer to " + op, () -> op.ended);
    return open;
  }
}
