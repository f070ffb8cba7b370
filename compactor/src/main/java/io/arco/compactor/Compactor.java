package io.arco.compactor;

import io.arco.ledger.ChangeLog;
import io.arco.ledger.CommittedChange;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.snapshot.StoredManifest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one workspace's snapshots close behind its ledger: publishes when commits came, at a
 * bounded pace, or at once when asked. Decides nothing; a workspace at rest costs nothing.
 *
 * <p>Any number of compactors may work on one workspace; each manifest number has one winner, and
 * the others go on from there. All methods are called on the runtime's scheduler, and futures
 * complete there.
 */
public final class Compactor {
  private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);
  private static final long READ_TIMEOUT_MILLIS = 10_000;
  private static final long RETRY_MILLIS = 1_000;

  private final Runtime runtime;
  private final Ledger ledger;
  private final Domains domains;
  private final Publisher publisher;
  private final CompactionOptions options;
  private final List<Asked> asked = new ArrayList<>();
  private final Promise<Void> idle = Promise.promise();
  private boolean publishing;
  private boolean closed;
  private boolean dirty;
  private Scheduler.Timer timer;
  private long restUntilNanos;

  private record Asked(long sequence, Promise<StoredManifest> promise) {}

  /**
   * A compactor that goes on from the publisher's current manifest, and first catches up with the
   * ledger.
   */
  public Compactor(
      Runtime runtime,
      Ledger ledger,
      Domains domains,
      Publisher publisher,
      CompactionOptions options) {
    this.runtime = runtime;
    this.ledger = ledger;
    this.domains = domains;
    this.publisher = publisher;
    this.options = options;
    this.restUntilNanos = runtime.clock().nanoTime();
    ledger.published(publishedSequence());
    dirty = ledger.state().sequence() > publishedSequence();
    plan();
  }

  /** The newest manifest known here. */
  public Optional<StoredManifest> current() {
    return publisher.current();
  }

  /** Says that the ledger committed something: a snapshot follows, now or after a rest. */
  public void committed() {
    dirty = true;
    plan();
  }

  /**
   * The newest snapshot that includes a sequence, published at once if there is none yet. Fails as
   * the ledger's read or the publisher does. A workspace without commits has no snapshot: fails
   * with {@link IllegalArgumentException} for a sequence less than 1.
   */
  public Future<StoredManifest> including(long sequence) {
    if (sequence < 1) {
      return Future.failedFuture(new IllegalArgumentException("no snapshot of an empty workspace"));
    }
    if (publishedSequence() >= sequence) {
      return publisher.isCurrentKept()
          ? Future.succeededFuture(publisher.current().orElseThrow())
          : newest().map(Optional::orElseThrow);
    }
    Promise<StoredManifest> promise = Promise.promise();
    asked.add(new Asked(sequence, promise));
    plan();
    return promise.future();
  }

  /**
   * The newest snapshot that anybody published, after one look for a newer one than is known here.
   */
  public Future<Optional<StoredManifest>> newest() {
    if (publishing) {
      return Future.succeededFuture(publisher.current());
    }
    publishing = true;
    return runtime
        .onScheduler(publisher.refresh())
        .onComplete(
            done -> {
              ended();
              ledger.published(publishedSequence());
              answer();
              plan();
            })
        .map(done -> publisher.current());
  }

  /**
   * Ends it; who still waits is failed. Completes when what was being published is over; it may
   * still appear.
   */
  public Future<Void> close() {
    closed = true;
    cancelTimer();
    publisher.close();
    failAsked(new IllegalStateException("the compactor is closed"));
    return publishing ? idle.future() : Future.succeededFuture();
  }

  private long publishedSequence() {
    return publisher.current().map(Compactor::sequenceOf).orElse(0L);
  }

  private static long sequenceOf(StoredManifest manifest) {
    return manifest.manifest().journal().sequence();
  }

  private void plan() {
    if (closed || publishing || (asked.isEmpty() && !dirty)) {
      return;
    }
    long restNanos = restUntilNanos - runtime.clock().nanoTime();
    boolean farBehind = ledger.state().sequence() - publishedSequence() > options.maxTailCommits();
    if (!asked.isEmpty() || farBehind || restNanos <= 0) {
      cancelTimer();
      begin();
    } else if (timer == null) {
      timer =
          runtime
              .scheduler()
              .schedule(
                  restNanos / 1_000_000 + 1,
                  () -> {
                    timer = null;
                    plan();
                  });
    }
  }

  private void ended() {
    publishing = false;
    if (closed) {
      idle.tryComplete();
    }
  }

  private void begin() {
    publishing = true;
    dirty = false;
    long beganAtNanos = runtime.clock().nanoTime();
    runtime
        .onScheduler(caughtUp().compose(state -> ledger.pendingChanges()).compose(this::publish))
        .onComplete(
            done -> {
              ended();
              long now = runtime.clock().nanoTime();
              long restNanos =
                  Math.max(
                      options.minIntervalMillis() * 1_000_000,
                      (now - beganAtNanos) * options.restFactor());
              restUntilNanos = now + restNanos;
              if (done.failed()) {
                failed(done.cause());
              } else {
                answer();
              }
              plan();
            });
  }

  /** Brings the ledger at least to where the newest manifest is, and to what is asked for. */
  private Future<WorkspaceState> caughtUp() {
    long needed = asked.stream().mapToLong(Asked::sequence).max().orElse(0);
    long least = Math.max(publishedSequence(), needed);
    WorkspaceState state = ledger.state();
    return state.sequence() >= least
        ? Future.succeededFuture(state)
        : ledger.read(new ReadOptions(least, 0, READ_TIMEOUT_MILLIS));
  }

  private Future<Void> publish(ChangeLog.Pending pending) {
    long published = publishedSequence();
    if (pending.state().sequence() <= published) {
      return Future.succeededFuture();
    }
    List<CommittedChange> changes =
        pending.changes().stream().filter(change -> change.sequence() > published).toList();
    if (pending.published() > published) {
      // The ledger has opened anew, from a snapshot that is not known here.
      return publisher.refresh().onSuccess(done -> dirty = true);
    }
    if (changes.isEmpty() || changes.get(0).sequence() != published + 1) {
      return Future.failedFuture(
          new IllegalStateException("the ledger does not hold the changes after " + published));
    }
    WorkspaceState state = pending.state();
    return runtime
        .onScheduler(runtime.workers().call(() -> ChangedRows.of(domains.tables(), changes)))
        .map(
            rows ->
                new SnapshotInput(
                    state.sequence(), state.head(), state.committedAt(), state.hash(), rows))
        .compose(publisher::publish)
        .compose(this::published);
  }

  private Future<Void> published(PublishResult result) {
    long sequence = publishedSequence();
    ledger.published(sequence);
    if (result instanceof PublishResult.Superseded) {
      dirty |= ledger.state().sequence() > sequence;
    }
    return Future.succeededFuture();
  }

  private void answer() {
    long sequence = publishedSequence();
    List<Asked> answered = asked.stream().filter(ask -> ask.sequence() <= sequence).toList();
    asked.removeAll(answered);
    answered.forEach(ask -> ask.promise().complete(publisher.current().orElseThrow()));
  }

  private void failed(Throwable cause) {
    if (!closed) {
      LOG.warn("publishing a snapshot failed", cause);
    }
    failAsked(cause);
    dirty = true;
    restUntilNanos =
        Math.max(restUntilNanos, runtime.clock().nanoTime() + RETRY_MILLIS * 1_000_000);
  }

  private void failAsked(Throwable cause) {
    List<Asked> all = List.copyOf(asked);
    asked.clear();
    all.forEach(ask -> ask.promise().tryFail(cause));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
