package io.arco.ledger;

import io.arco.ledger.FormerMemory.Base;
import io.arco.ledger.FormerMemory.Origin;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Former states of one workspace: from memory, else built from the nearest state in memory or the
 * nearest snapshot before it and the commits behind that. A state is built once for all who ask for
 * it, and only so many at once. See docs/design/018-as-of.md.
 *
 * <p>May be asked from any thread; works on the ledger's scheduler, and folds on workers.
 */
final class FormerStates {
  /** Of so many commits one state is kept. */
  static final int INTERVAL = 32;

  /** A state in memory that is so near is begun from without looking for a snapshot. */
  static final int NEAR_COMMITS = 1_000;

  /** States built at once. */
  static final int MAX_BUILDS = 2;

  /** States that wait to be built; one more is OVERLOADED. */
  static final int MAX_WAITING_BUILDS = 64;

  private final LedgerConfig config;
  private final Supplier<WorkspaceState> newest;
  private final Replay replay;
  private final FormerTimes times;
  private final FormerMemory memory;
  private final Map<Long, Promise<WorkspaceState>> asked = new HashMap<>();
  private final ArrayDeque<Long> waiting = new ArrayDeque<>();
  private int building;
  private long heldBytes;

  FormerStates(
      LedgerConfig config, Replay replay, WorkspaceState opened, Supplier<WorkspaceState> newest) {
    this.config = config;
    this.newest = newest;
    this.replay = replay;
    this.memory = new FormerMemory(config.options().former());
    this.times = new FormerTimes(replay, memory, newest);
    memory.passed(opened, 0);
  }

  /** The ledger went on. On its scheduler. */
  void passed(Fold.Folded folded, long bytes) {
    heldBytes += heldBytes(folded.change(), bytes);
    if (folded.state().sequence() % INTERVAL == 0) {
      memory.passed(folded.state(), heldBytes);
      heldBytes = 0;
    }
  }

  /** Keeps a state that the ledger has passed and that will be asked for again. */
  void keep(WorkspaceState state) {
    config.runtime().scheduler().execute(() -> memory.kept(state, heldBytes));
  }

  /** The sequence of the last commit at or before the time, which is older than the newest. */
  Future<Long> sequenceAt(AsOf.AtTime time) {
    Promise<Long> promise = Promise.promise();
    config
        .runtime()
        .scheduler()
        .execute(
            () ->
                times
                    .sequenceAt(time.time())
                    .recover(
                        failure -> Future.failedFuture(LedgerProblems.of(failure).asException()))
                    .onComplete(promise));
    return promise.future();
  }

  /**
   * The state of a sequence that is not above the newest. Fails with HISTORY_EXPIRED where it can't
   * be built any more, with OVERLOADED where too many wait to be built.
   */
  Future<WorkspaceState> at(long sequence) {
    WorkspaceState now = newest.get();
    if (now.sequence() == sequence) {
      return Future.succeededFuture(now);
    }
    Optional<WorkspaceState> known = memory.at(sequence);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    Promise<WorkspaceState> promise = Promise.promise();
    config.runtime().scheduler().execute(() -> join(sequence).onComplete(promise));
    return promise.future();
  }

  private Future<WorkspaceState> join(long sequence) {
    Promise<WorkspaceState> begun = asked.get(sequence);
    if (begun != null) {
      return begun.future();
    }
    Optional<WorkspaceState> known = memory.at(sequence);
    if (known.isPresent()) {
      return Future.succeededFuture(known.get());
    }
    if (waiting.size() >= MAX_WAITING_BUILDS) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "Too many former states are being built.")
              .with("limit", MAX_WAITING_BUILDS)
              .asException());
    }
    Promise<WorkspaceState> promise = Promise.promise();
    asked.put(sequence, promise);
    waiting.add(sequence);
    next();
    return promise.future();
  }

  private void next() {
    while (building < MAX_BUILDS && !waiting.isEmpty()) {
      long sequence = waiting.remove();
      building++;
      config.observer().building(sequence);
      config
          .runtime()
          .onScheduler(build(sequence))
          .recover(this::expired)
          .onComplete(
              built -> {
                building--;
                asked.remove(sequence).handle(built);
                next();
              });
    }
  }

  private Future<WorkspaceState> build(long sequence) {
    Optional<Base> near = memory.atOrBefore(sequence);
    if (near.isPresent() && sequence - near.get().state().sequence() <= NEAR_COMMITS) {
      return from(near.get(), sequence);
    }
    return config
        .runtime()
        .onScheduler(config.checkpoints().atOrBefore(sequence))
        .compose(
            checkpoint -> {
              long known = near.map(base -> base.state().sequence()).orElse(0L);
              if (checkpoint.isPresent() && checkpoint.get().sequence() > known) {
                return replay
                    .restored(checkpoint.get())
                    .compose(state -> from(restored(checkpoint.get(), state), sequence));
              }
              return from(near.orElseGet(this::beginning), sequence);
            });
  }

  private Base beginning() {
    return new Base(WorkspaceState.empty(config.domains()), new Origin(0));
  }

  private static Base restored(Checkpoint checkpoint, WorkspaceState state) {
    return new Base(state, new Origin(checkpoint.heldBytes()));
  }

  private Future<WorkspaceState> from(Base base, long sequence) {
    long[] held = {0};
    return replay
        .to(base.state(), sequence, (folded, bytes) -> held[0] += heldBytes(folded.change(), bytes))
        .map(
            state -> {
              memory.built(new Base(state, base.origin()), held[0]);
              return state;
            });
  }

  /** The oldest state that can be told: the oldest snapshot from where on no commit is missing. */
  private <T> Future<T> expired(Throwable failure) {
    if (!(failure instanceof ProblemException known)
        || known.problem().code() != ErrorCode.HISTORY_EXPIRED) {
      return Future.failedFuture(LedgerProblems.of(failure).asException());
    }
    long oldestCommit = (Long) known.problem().details().get("floor");
    return config
        .runtime()
        .onScheduler(config.checkpoints().oldestFrom(oldestCommit))
        .transform(
            oldest -> {
              long floor =
                  oldest.succeeded() && oldest.result().isPresent()
                      ? oldest.result().getAsLong()
                      : newest.get().sequence();
              return Future.failedFuture(
                  Problem.of(ErrorCode.HISTORY_EXPIRED, "What is older than this is not kept.")
                      .with("floor", floor)
                      .asException());
            });
  }

  private static long heldBytes(CommittedChange change, long bytes) {
    return change.events() * FormerMemory.BYTES_PER_EVENT + 2 * bytes;
  }

  /** What is kept. */
  FormerMemory memory() {
    return memory;
  }

  /** What leads from a state to a later one. */
  Future<ChangeLog.Pending> changes(WorkspaceState from, long to) {
    Promise<ChangeLog.Pending> promise = Promise.promise();
    config
        .runtime()
        .scheduler()
        .execute(() -> replay.changes(from, to).recover(this::expired).onComplete(promise));
    return promise.future();
  }
}
