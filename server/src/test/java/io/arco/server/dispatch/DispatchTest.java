package io.arco.server.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Command;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.Submission;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Report;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunState;
import io.arco.planner.run.Trigger;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.server.bus.MessageId;
import io.arco.server.owner.Observers;
import io.arco.testing.LedgerWorld;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dispatch on virtual time: what it waits for, and what it writes and reads meanwhile. */
final class DispatchTest {
  private static final long MINUTE = 60_000;

  private final OrchestrationDomain domain = new OrchestrationDomain();
  private final LedgerWorld world = new LedgerWorld(1, domain);
  private final VirtualTime time = world.time();
  private final AtomicInteger looks = new AtomicInteger();
  private Ledger ledger;
  private Dispatch dispatch;
  private long polls;

  @BeforeEach
  void open() {
    DispatchOptions options = new DispatchOptions(250, 2, 100, 0, MINUTE, 10_000);
    dispatch = new Dispatch(time.runtime(7), domain, options);
    LedgerObserver counts =
        new LedgerObserver() {
          @Override
          public void checked(int waiting) {
            looks.incrementAndGet();
          }
        };
    ledger = time.await(world.tryOpen(0, 1, config -> observed(config, counts)));
    dispatch.attach(ledger);
    NewManifest manifest =
        Json.read("{\"assets\":[{\"key\":\"a.a\",\"kind\":\"x\"}]}".getBytes(), NewManifest.class);
    submit(new DeployManifest(manifest));
  }

  private LedgerConfig observed(LedgerConfig config, LedgerObserver counts) {
    Runtime runtime = config.runtime();
    return new LedgerConfig(
        config.workspace(),
        config.store(),
        config.journal(),
        config.domains(),
        config.checkpoints(),
        runtime,
        config.options(),
        config.backoff(),
        config.writer(),
        new Observers(List.of(counts, dispatch)));
  }

  private void submit(Command command) {
    time.await(ledger.submit(new Submission(List.of(command), Commands.DISPATCH, null, 10_000)));
  }

  /** A run of one task. */
  private void run() {
    RunAsset asset = new RunAsset(AssetKey.parse("a.a"), "x", List.of(""), 0, List.of());
    Hash hash = Hash.of(new byte[] {1});
    submit(
        new CreateRun(
            null,
            hash,
            hash,
            1,
            null,
            "*",
            null,
            Instant.EPOCH,
            PlanMode.ALL,
            Trigger.MANUAL,
            new TreeMap<>(),
            List.of(asset)));
  }

  private Future<Leased> poll(long waitMillis) {
    return dispatch.lease(
        new LeaseAsk(new MessageId("me", ++polls), "w", null, 1, waitMillis, "me", "r"));
  }

  private Run newest() {
    return ledger.state().of(domain).runs().runs(null, 1).get(0);
  }

  private static Heartbeat heartbeat(Lease lease) {
    return new Heartbeat(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), null, null);
  }

  @Test
  void aPollIsAnsweredWhenThereIsATaskOrItsTimeIsOver() {
    Future<Leased> waiting = poll(5_000);
    time.advance(4_900);
    assertFalse(waiting.isComplete());
    time.advance(200);
    assertEquals(List.of(), waiting.result().leases());
    Future<Leased> served = poll(5_000);
    time.advance(1_000);
    run();
    assertEquals(1, time.await(served).leases().size());
    assertTrue(time.await(poll(0)).leases().isEmpty());
  }

  @Test
  void onlySoManyPollsWait() {
    poll(5_000);
    Future<Leased> second = poll(5_000);
    assertEquals(ErrorCode.OVERLOADED, ((ProblemException) poll(5_000).cause()).problem().code());
    dispatch.leave(new MessageId("me", 2));
    assertTrue(second.isComplete());
    assertFalse(poll(5_000).isComplete());
    assertEquals(2, dispatch.waitingPolls());
  }

  @Test
  void aServerThatGoesDownAnswersThoseWhoWait() {
    Future<Leased> waiting = poll(5_000);
    dispatch.drain();
    assertEquals(List.of(), waiting.result().leases());
    assertEquals(ErrorCode.UNAVAILABLE, ((ProblemException) poll(1).cause()).problem().code());
  }

  @Test
  void aJumpOfTheWallClockEndsNoAttempt() {
    run();
    Lease lease = time.await(poll(0)).leases().get(0);
    submit(new StartTask(lease.run(), 0, 1, lease.attemptId()));
    time.jumpWall(10 * 24 * 3_600_000L);
    time.advance(MINUTE - 1_000);
    assertEquals(1, newest().task(0).live().number());
    time.await(dispatch.heartbeat(heartbeat(lease)));
    time.advance(MINUTE - 1_000);
    assertEquals(1, newest().task(0).live().number());
    time.advance(2 * MINUTE);
    assertEquals(1, newest().task(0).past().size());
  }

  @Test
  void heartbeatsCostThreeCommitsATimeout() {
    run();
    Lease lease = time.await(poll(0)).leases().get(0);
    submit(new StartTask(lease.run(), 0, 1, lease.attemptId()));
    long before = ledger.state().sequence();
    for (int second = 0; second < 300; second++) {
      time.await(dispatch.heartbeat(heartbeat(lease)));
      time.advance(1_000);
    }
    long commits = ledger.state().sequence() - before;
    assertTrue(commits >= 12 && commits <= 15, () -> commits + " commits in five minutes");
    assertEquals(1, newest().task(0).live().number());
  }

  @Test
  void atRestNothingIsRead() {
    run();
    Lease lease = time.await(poll(0)).leases().get(0);
    submit(new CompleteTask(lease.run(), 0, 1, lease.attemptId(), Report.succeeded()));
    assertEquals(RunState.SUCCEEDED, newest().state());
    time.advance(MINUTE);
    int before = looks.get();
    time.advance(60 * MINUTE);
    assertEquals(before, looks.get());
  }

  @Test
  void aRunThatNobodyWorksAtIsNotLookedAfter() {
    run();
    time.advance(MINUTE);
    int before = looks.get();
    time.advance(60 * MINUTE);
    assertEquals(before, looks.get());
  }

  @Test
  void anAttemptThatNobodySpeaksForEndsAndIsTriedAgain() {
    run();
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertEquals(attempt, time.await(poll(2 * MINUTE)).leases().get(0).attempt());
    }
    time.advance(3 * MINUTE);
    assertEquals(RunState.FAILED, newest().state());
  }

  @Test
  void anotherDispatchOnTheSameJournalGoesOnFromTheState() {
    run();
    Lease lease = time.await(poll(0)).leases().get(0);
    time.await(ledger.close());
    open();
    time.await(dispatch.heartbeat(heartbeat(lease)));
    time.advance(2 * MINUTE);
    assertEquals(1, newest().task(0).past().size());
    Future<Heard> late = dispatch.heartbeat(heartbeat(lease));
    time.runUntil(late::isComplete);
    assertEquals(ErrorCode.TASK_EXPIRED, ((ProblemException) late.cause()).problem().code());
  }
}
