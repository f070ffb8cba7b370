package io.arco.planner.run;

import io.arco.ledger.StateHash;
import io.arco.planner.manifest.AssetKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All that a workspace's state knows of runs, as a value: any thread reads it, nobody changes it.
 * Finished runs are in it until they are evicted.
 *
 * <p>What lives is indexed by the commit that made it so: what a timer must know of is all of it on
 * opening, and from then on what came behind the last commit that was looked at.
 */
public final class Runs {
  /** No runs. */
  public static final Runs EMPTY = new Runs(new RunsEdit(null));

  private final TreePMap<UUID, Run> runs;
  private final RunKeys keys;
  private final ReadyTasks ready;
  private final Makers makers;
  private final TreePSet<Moment> live;
  private final TreePSet<Moment> retries;
  private final TreePSet<Moment> cancelling;
  private final TreePSet<Moment> finished;
  private final Materializations materializations;
  private final int unfinished;

  Runs(RunsEdit edit) {
    this.runs = edit.runs;
    this.keys = edit.keys;
    this.ready = edit.ready;
    this.makers = edit.makers;
    this.live = edit.live;
    this.retries = edit.retries;
    this.cancelling = edit.cancelling;
    this.finished = edit.finished;
    this.materializations = edit.materializations;
    this.unfinished = edit.unfinished;
  }

  /** A run that is in the state. */
  public Optional<Run> run(UUID id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** Runs, the newest first, at most so many that are older than one, or null. */
  public List<Run> runs(UUID before, int limit) {
    List<Run> page = new ArrayList<>();
    TreePMap<UUID, Run> older = before == null ? runs : runs.headMap(before);
    for (Run run : older.descendingMap().values()) {
      if (page.size() >= limit) {
        break;
      }
      page.add(run);
    }
    return page;
  }

  /** All runs in the state, by id. */
  public Collection<Run> all() {
    return runs.values();
  }

  /** What a run key stands for; the run may have left the state. */
  public Optional<RunKey> key(String key) {
    return keys.find(key);
  }

  /** What is there of assets. */
  public Materializations materializations() {
    return materializations;
  }

  /** How many tasks are not final. */
  public int unfinished() {
    return unfinished;
  }

  /** The oldest version of the manifest that a run in the state pins; the largest long if none. */
  public long oldestPinned() {
    long oldest = Long.MAX_VALUE;
    for (Run run : runs.values()) {
      oldest = Math.min(oldest, run.info().manifestVersion());
    }
    return oldest;
  }

  /** The kinds of which tasks are ready. */
  public SortedSet<String> readyKinds() {
    return new TreeSet<>(ready.kinds());
  }

  /** How many tasks of a kind are ready, those included whose partitions somebody is at. */
  public int readyCount(String kind) {
    return ready.count(kind);
  }

  /** Whether a task of any of these kinds is ready; null is any kind. */
  public boolean hasReady(Collection<String> kinds) {
    return kinds == null
        ? !ready.kinds().isEmpty()
        : kinds.stream().anyMatch(kind -> ready.count(kind) > 0);
  }

  /**
   * The tasks that would be leased next: those that have been ready for longest, and whose
   * partitions nobody is at. Of several tasks of one partition the first is among them.
   *
   * @param kinds of which kinds; null is any
   * @param max how many at most
   */
  public List<TaskRef> firstReady(Collection<String> kinds, int max) {
    record Partition(AssetKey asset, String key) {}
    Set<Partition> taken = new HashSet<>();
    return ready.first(
        kinds == null ? ready.kinds() : new TreeSet<>(kinds),
        max,
        ref -> {
          RunDefinition definition = runs.get(ref.run()).definition();
          AssetKey asset = definition.asset(ref.task()).asset();
          String key = definition.partition(ref.task());
          return makers.at(asset, key).isEmpty() && taken.add(new Partition(asset, key));
        });
  }

  /**
   * The live attempt of another task at the partition of this one, which must not be leased until
   * it has ended.
   */
  Optional<LiveAttempt> heldBy(Run run, int task) {
    RunDefinition definition = run.definition();
    return makers
        .at(definition.asset(task).asset(), definition.partition(task))
        .filter(ref -> !ref.equals(new TaskRef(run.id(), task)))
        .flatMap(this::liveAttempt);
  }

  /** The live attempt at a task. */
  public Optional<LiveAttempt> liveAttempt(TaskRef task) {
    return run(task.run())
        .filter(run -> run.has(task.task()))
        .map(run -> run.task(task.task()).live())
        .map(attempt -> new LiveAttempt(task.run(), task.task(), attempt));
  }

  /** How many attempts live. */
  public int liveAttempts() {
    return live.size();
  }

  /**
   * Live attempts that were leased, started or extended by commits behind this one, in that order;
   * behind 0: all.
   */
  public Iterable<LiveAttempt> liveAttemptsSince(long sequence) {
    return since(
        live,
        sequence,
        at -> new LiveAttempt(at.run(), at.task(), runs.get(at.run()).task(at.task()).live()));
  }

  /** Tasks in RETRY_WAIT whose attempt failed behind this commit, in that order; behind 0: all. */
  public Iterable<RetryWait> retriesSince(long sequence) {
    return since(retries, sequence, this::retry);
  }

  private RetryWait retry(Moment at) {
    PastAttempt failed = runs.get(at.run()).task(at.task()).lastEnded();
    return new RetryWait(
        at.run(), at.task(), failed.number(), failed.ended(), failed.retryAfterMillis());
  }

  /** Runs in CANCELLING that were asked to be behind this commit, in that order; behind 0: all. */
  public Iterable<Run> cancellingSince(long sequence) {
    return since(cancelling, sequence, at -> runs.get(at.run()));
  }

  /** Runs that have ended and are still in the state, in the order in which they ended. */
  public Iterable<FinishedRun> finished() {
    return since(finished, 0, at -> new FinishedRun(at.run(), runs.get(at.run()).ended()));
  }

  /** How many runs have ended and are still in the state. */
  public int finishedCount() {
    return finished.size();
  }

  private static <T> Iterable<T> since(
      TreePSet<Moment> index, long sequence, Function<Moment, T> value) {
    TreePSet<Moment> rest = sequence <= 0 ? index : index.tailSet(Moment.first(sequence + 1));
    return () -> {
      Iterator<Moment> moments = rest.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return moments.hasNext();
        }

        @Override
        public T next() {
          return value.apply(moments.next());
        }
      };
    };
  }

  TreePMap<UUID, Run> byId() {
    return runs;
  }

  RunKeys keys() {
    return keys;
  }

  ReadyTasks ready() {
    return ready;
  }

  Makers makers() {
    return makers;
  }

  TreePSet<Moment> liveIndex() {
    return live;
  }

  TreePSet<Moment> retryIndex() {
    return retries;
  }

  TreePSet<Moment> cancellingIndex() {
    return cancelling;
  }

  TreePSet<Moment> finishedIndex() {
    return finished;
  }

  /** The sum of the hashes of all of it. */
  public StateHash hash() {
    StateHash sum = keys.hash().plus(materializations.hash());
    for (Run run : runs.values()) {
      sum = sum.plus(run.hash());
    }
    return sum;
  }

  /** The same, computed anew. */
  public StateHash recomputeHash() {
    StateHash sum = keys.recomputeHash().plus(materializations.recomputeHash());
    for (Run run : runs.values()) {
      sum = sum.plus(run.recomputeHash());
    }
    return sum;
  }
}
