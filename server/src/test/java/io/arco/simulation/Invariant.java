package io.arco.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What must hold in every world, whatever strikes it. */
enum Invariant {
  ENTRY_NEVER_CHANGES("an entry of a log never changes, one writer wins its number"),
  LOG_IS_DENSE("no log has a gap above its floor"),
  ACKNOWLEDGED_ONCE("acknowledged: in the journal exactly once, at the sequence told"),
  NOT_DONE_IS_NOT_DONE("told not done: never in the journal"),
  ALL_OR_NOTHING("the commands of a request are in one commit, all or none"),
  ANSWERS_AGREE("every answer is the one a plain model gives at that place of the journal"),
  WRITES_ARE_ORDERED("a write's sequence is above that of every write answered before it began"),
  READS_ARE_LINEARIZABLE("a default read sees all that was committed before it began"),
  REJECTIONS_ARE_CURRENT("a rejection is right at a moment between request and answer"),
  STALE_READS_ARE_BOUNDED("a maxStale read is as fresh as asked, and monotone on its server"),
  STATES_ARE_FOLDS("the hash of every state read, opened or restored is that of the fold"),
  KEYS_ANSWER_ONCE("one key, one request: one answer, until the journal's time has passed"),
  SNAPSHOTS_ARE_FOLDS("the rows of snapshots are those of the fold; verify finds nothing"),
  HINT_NEVER_GOES_BACK("the hint never names an earlier manifest than before"),
  FILES_OF_MANIFESTS("a manifest names its parent's files or its own, all there"),
  SNAPSHOTS_ARE_FRESH("freshness=latest has all committed before; the newest is monotone"),
  READERS_HAVE_THE_GRACE("who got a manifest as the newest can read its files for the grace"),
  ROLES_KEEP_THEIR_FOLDERS("only the compactor writes tables, internal and snapshots"),
  REQUESTS_NEVER_LIST("nothing but opening lists"),
  TENANTS_ARE_APART("no call of a workspace touches another's objects"),
  REST_COSTS_NOTHING("a workspace at rest asks nothing of the store"),
  ONE_LIVE_ATTEMPT(
      "a task, and a partition, has one live attempt, and nothing but it and its timers moves the"
          + " task"),
  TASKS_WAIT("no task is leased before all that it waits for succeeded"),
  REPORTS_COUNT_ONCE("a worker's report is taken once; repeated, it is answered as the first time"),
  LEASES_ARE_COMMITTED("what a worker is given stands in the journal, for it alone"),
  ONE_RUN_PER_KEY("a run key stands for one run and one request"),
  NO_LIVE_WORKER_IS_LOST("without faults no worker that says it is there loses its task"),
  RUNS_END("with faults over and workers there, every run ends"),
  EVERYTHING_IS_ANSWERED("with faults over, every request is answered and every write works"),
  NO_FAULT_OF_OURS("no task throws, nobody is told of a fault or of damage that is not there");

  /** What can be checked only where there are runs. */
  static final Set<Invariant> OF_RUNS = EnumSet.range(ONE_LIVE_ATTEMPT, RUNS_END);

  private final String text;

  Invariant(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
