package io.arco.simulation;

import io.arco.ledger.Checkpoints;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.problem.ErrorCode;
import io.arco.runtime.Runtime;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.WorkspaceKeys;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import java.util.List;

/** What is checked when all is over: every answer against the journal, and what is in the store. */
final class Checks {
  private final World world;

  Checks(World world) {
    this.world = world;
  }

  void run() {
    for (WorkspaceKeys keys : world.workspaces()) {
      List<Op> ops = world.history().all().stream().filter(op -> op.keys.equals(keys)).toList();
      JournalReplay journal = new JournalReplay(world, keys, ops);
      journal.run();
      ops.forEach(op -> noFault(op));
      new AnswerChecks(world, journal).run(ops);
      store(keys, journal);
    }
  }

  /** Nobody is told of damage that is not there, or of a fault of ours. */
  private void noFault(Op op) {
    boolean isFault =
        op.problem != null
            && (op.problem.code() == ErrorCode.INTERNAL
                || op.problem.code() == ErrorCode.WORKSPACE_CORRUPT
                || op.problem.code() == ErrorCode.FORMAT_TOO_NEW && !world.plan().hasNewerBuild());
    world.findings().check(Invariant.NO_FAULT_OF_OURS, !isFault, op::toString);
  }

  private void store(WorkspaceKeys keys, JournalReplay journal) {
    Runtime runtime = world.time().runtime(1);
    Report report =
        world.time().await(new Verifier(runtime, world.truth(), keys, world.domains()).verify());
    world
        .findings()
        .check(
            Invariant.SNAPSHOTS_ARE_FOLDS,
            report.isSound(),
            () -> keys.workspace() + ": " + report.findings());
    world
        .findings()
        .check(
            Invariant.STATES_ARE_FOLDS,
            report.stateHash().equals(journal.hashAt(journal.head())),
            () -> "verify folds to another state than the journal gives");
    opened(keys, journal, runtime);
  }

  /** A server opened now begins at the newest snapshot and comes to the same state. */
  private void opened(WorkspaceKeys keys, JournalReplay journal, Runtime runtime) {
    Snapshots snapshots = new Snapshots(runtime, world.truth(), keys);
    Checkpoints checkpoints = new SnapshotCheckpoints(snapshots, world.domains());
    Ledger ledger =
        world
            .time()
            .await(
                Ledger.open(
                    new LedgerConfig(
                        keys.workspace(),
                        world.truth(),
                        new ObjectSlots(world.truth(), keys.journal()),
                        world.domains(),
                        checkpoints,
                        runtime,
                        world.plan().ledgerOptions(),
                        Backoff.DEFAULT,
                        "last",
                        LedgerObserver.NONE)));
    WorkspaceState state = ledger.state();
    world
        .findings()
        .check(
            Invariant.STATES_ARE_FOLDS,
            state.recomputeHash().equals(journal.hashAt(journal.head())),
            () -> "opened from the newest snapshot it is another state than the fold");
  }
}
