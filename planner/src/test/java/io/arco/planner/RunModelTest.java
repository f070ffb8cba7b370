package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.PlainRuns.PlainRun;
import io.arco.planner.PlainRuns.PlainTask;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.RunState;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.TaskRanges;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random commands on runs against {@link PlainRuns}. */
class RunModelTest {
  private static final int STEPS = 6_000;
  private static final List<String> KINDS = List.of("python", "sql");

  /** What is told of runs that go on, of partitions, and of what golden events alone do. */
  private static final Set<Fact> NOT_OF_THE_PAST =
      EnumSet.of(Fact.WAITS_FOR, Fact.HELD_BACK, Fact.HEARD_OF, Fact.MATERIALIZED, Fact.RERUN_OF);

  private static final OrchestrationLimits LIMITS =
      new OrchestrationLimits(
          ManifestLimits.DEFAULT, RunLimits.DEFAULT.withRunKeyRetention(300_000), 3, 4);

  private final Seeds seeds = Seeds.of("RunModelTest");
  private final LocalOrchestration local = new LocalOrchestration(LIMITS);
  private final PlainRuns model = new PlainRuns();
  private final Map<String, Object[]> keys = new HashMap<>();
  private final Set<String> seen = new TreeSet<>();
  private final RunModelCheck check = new RunModelCheck(local, model, seen);
  private final PastFacts past = new PastFacts(local);

  @Test
  void any_commands_leave_the_state_that_a_person_would_have_kept() {
    deploy();
    for (int i = 0; i < STEPS; i++) {
      local.hold(seeds.below(3) == 0);
      step();
      check.of(local.state);
      if (i % 5 == 0) {
        OrchestrationState restored = local.restored();
        assertEquals(local.state.hash(), restored.hash());
        check.of(restored);
        // What follows from a state must follow from what is restored of it too.
        local.state = restored;
      }
      if (i % 50 == 0) {
        assertEquals(local.state.hash(), local.domain.recomputeHash(local.state));
        check.rows();
        new Facts(local).check(seen);
        past.check(seen);
      }
    }
    assertEquals(local.state.hash(), local.folded().hash());
    for (OrchestrationEvent event : local.events) {
      assertEquals(event, Json.read(Json.bytes(event), event.getClass()));
    }
    assertTrue(
        seen.containsAll(
            List.of(
                "BLOCKED",
                "READY",
                "LEASED",
                "RUNNING",
                "RETRY_WAIT",
                "SUCCEEDED",
                "FAILED",
                "SKIPPED",
                "CANCELLED",
                "run CANCELLING",
                "run SUCCEEDED",
                "run FAILED",
                "run CANCELLED",
                "same key",
                "conflict",
                "key again",
                "repeated",
                "completed otherwise",
                "late",
                "unknown",
                "refused expiry",
                "evicted")),
        seen::toString);
    for (Fact fact : Fact.values()) {
      // Only the golden events do tasks again.
      assertTrue(fact == Fact.RERUN_OF || seen.contains("fact " + fact), fact::name);
      boolean isOfThePast = !NOT_OF_THE_PAST.contains(fact);
      assertEquals(isOfThePast, seen.contains("past " + fact), fact::name);
    }
  }

  private void deploy() {
    List<NewAsset> assets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String policy = "{\"maxAttempts\": " + (1 + i % 3) + ", \"delay\": \"PT" + (i + 1) + "S\"}";
      assets.add(
          asset("a.n" + i)
              .kind(KINDS.get(i % 2))
              .codeVersion("c" + seeds.below(3))
              .retry(policy)
              .build());
    }
    Object answer = local.run(new DeployManifest(new NewManifest("v", null, assets)));
    assertTrue(answer instanceof Deployment, answer::toString);
  }

  private void step() {
    int dice = seeds.below(100);
    if (dice < 6) {
      create();
    } else if (dice < 30) {
      lease();
    } else if (dice < 45) {
      start();
    } else if (dice < 50) {
      extend();
    } else if (dice < 80) {
      complete();
    } else if (dice < 86) {
      expire();
    } else if (dice < 93) {
      release();
    } else if (dice < 95) {
      cancel();
    } else if (dice < 98) {
      evict();
    } else {
      deploy();
    }
  }

  private List<RunAsset> assets() {
    List<RunAsset> assets = new ArrayList<>();
    int count = seeds.below(6);
    for (int i = 0; i < count; i++) {
      List<String> texts = new ArrayList<>();
      int tasks = seeds.below(5);
      for (int k = 0; k < tasks; k++) {
        texts.add("k=i:" + k);
      }
      List<RunAsset.Upstream> upstream = new ArrayList<>();
      for (int u = 0; u < i; u++) {
        int others = assets.get(u).keys().size();
        if (seeds.below(2) == 0 && others > 0 && tasks > 0) {
          boolean isSame = others == tasks && seeds.below(2) == 0;
          upstream.add(new RunAsset.Upstream(u, isSame ? null : ranges(tasks, others)));
        }
      }
      AssetKey key = AssetKey.parse("a.n" + i);
      assets.add(new RunAsset(key, KINDS.get(i % 2), texts, seeds.below(2), upstream));
    }
    return assets;
  }

  private TaskRanges ranges(int tasks, int others) {
    TaskRanges.Builder builder = new TaskRanges.Builder();
    for (int i = 0; i < tasks; i++) {
      int from = seeds.below(others);
      int to = from + 1 + seeds.below(others - from);
      if (seeds.below(4) == 0) {
        builder.add();
      } else if (to + 1 < others && seeds.below(2) == 0) {
        builder.add(from, to, to + 1, others);
      } else {
        builder.add(from, to);
      }
    }
    return builder.build();
  }

  private void create() {
    String key = seeds.below(3) == 0 ? null : "key" + seeds.below(6);
    Hash asked = Hash.of(new byte[] {(byte) seeds.below(2)});
    long version = local.state.current().orElseThrow().version();
    List<RunAsset> assets = assets();
    Instant now = local.now();
    Object answer =
        local.run(
            new CreateRun(
                key,
                asked,
                Hash.NONE,
                version,
                "v",
                "*",
                null,
                now,
                PlanMode.MISSING,
                Trigger.MANUAL,
                new TreeMap<>(Map.of("l", "x")),
                assets));
    Object[] known = key == null ? null : keys.get(key);
    boolean isKnown = known != null && ((Instant) known[2]).isAfter(now);
    if (isKnown && !known[1].equals(asked)) {
      assertEquals(ErrorCode.RUN_KEY_CONFLICT, ((Problem) answer).code());
      seen.add("conflict");
      return;
    }
    Answers.RunCreation creation = (Answers.RunCreation) answer;
    assertEquals(!isKnown, creation.created());
    if (isKnown) {
      assertEquals(known[0], creation.run());
      seen.add("same key");
      return;
    }
    if (known != null) {
      seen.add("key again");
    }
    if (key != null) {
      keys.put(key, new Object[] {creation.run(), asked, now.plusSeconds(300)});
    }
    model.runs.put(creation.run(), new PlainRun(creation.run(), assets, local.sequence()));
  }

  private void lease() {
    List<String> kinds = seeds.oneOf(List.of(KINDS, List.of("sql"), List.of("python", "none")));
    int max = 1 + seeds.below(4);
    Answers.Leases answer = (Answers.Leases) local.run(new LeaseTasks("w", kinds, max));
    List<TaskRef> expected = model.ready(kinds).stream().limit(max).toList();
    assertEquals(expected, answer.leases().stream().map(lease -> lease.ref()).toList());
    model.leased(answer.leases(), local.sequence());
  }

  /** Any task of the state, more often one that lives. */
  private TaskRef any() {
    List<TaskRef> live = new ArrayList<>();
    List<TaskRef> all = new ArrayList<>();
    for (PlainRun run : model.there()) {
      for (PlainTask task : run.tasks) {
        TaskRef ref = new TaskRef(run.id, task.number);
        all.add(ref);
        if (task.state.isLive()) {
          live.add(ref);
        }
      }
    }
    if (all.isEmpty() || seeds.below(20) == 0) {
      return new TaskRef(stranger(), 0);
    }
    return live.isEmpty() || seeds.below(4) == 0 ? seeds.oneOf(all) : seeds.oneOf(live);
  }

  private void start() {
    TaskRef ref = any();
    PlainTask task = model.runs.containsKey(ref.run()) ? model.task(ref) : null;
    if (task == null) {
      Object answer = local.run(new StartTask(ref.run(), ref.task(), 1, stranger()));
      assertEquals(ErrorCode.TASK_NOT_FOUND, ((Problem) answer).code());
      seen.add("unknown");
      return;
    }
    Object answer = local.run(new StartTask(ref.run(), ref.task(), task.attempt, id(task)));
    if (!task.state.isLive()) {
      assertTrue(answer instanceof Problem, answer::toString);
      return;
    }
    assertEquals(
        model.runs.get(ref.run()).cancelled, ((Answers.Acknowledged) answer).shouldCancel());
    if (!task.started) {
      task.started = true;
      task.state = TaskState.RUNNING;
      task.since = local.sequence();
      task.extended = local.sequence();
    }
  }

  /** An id that nobody was given. */
  private UUID stranger() {
    return new UUID(7, seeds.below(1_000));
  }

  private UUID id(PlainTask task) {
    return task.attemptId == null ? stranger() : task.attemptId;
  }

  private void extend() {
    List<AttemptRef> refs = new ArrayList<>();
    Set<TaskRef> living = new HashSet<>();
    for (int i = seeds.below(4); i >= 0; i--) {
      TaskRef ref = any();
      PlainTask task = model.runs.containsKey(ref.run()) ? model.task(ref) : null;
      int attempt = task == null ? 1 : task.attempt - seeds.below(2);
      refs.add(new AttemptRef(ref.run(), ref.task(), attempt));
      if (task != null && task.state.isLive() && attempt == task.attempt) {
        living.add(ref);
      }
    }
    Answers.Counted answer = (Answers.Counted) local.run(new ExtendAttempts(refs));
    assertEquals(living.size(), answer.count());
    living.forEach(ref -> model.task(ref).extended = local.sequence());
  }

  private Report report() {
    return switch (seeds.below(6)) {
      case 0 -> Report.failed(new TaskError(ErrorCategory.USER_CODE, "m", "s", null));
      case 1 -> Report.failed(new TaskError(ErrorCategory.CONFIGURATION, null, null, null));
      case 2 -> new Report(Outcome.CANCELLED, null, null, null, null, null, "phase");
      default -> Report.succeeded();
    };
  }

  private void complete() {
    TaskRef ref = any();
    PlainTask task = model.runs.containsKey(ref.run()) ? model.task(ref) : null;
    Report report = report();
    if (task == null) {
      Object answer = local.run(new CompleteTask(ref.run(), ref.task(), 1, stranger(), report));
      assertEquals(ErrorCode.TASK_NOT_FOUND, ((Problem) answer).code());
      return;
    }
    boolean isWrong = seeds.below(10) == 0;
    UUID id = isWrong ? stranger() : id(task);
    Object answer = local.run(new CompleteTask(ref.run(), ref.task(), task.attempt, id, report));
    if (!isWrong && !task.state.isLive() && report.hash().equals(task.lastReport)) {
      Answers.CompletionAnswer again = (Answers.CompletionAnswer) answer;
      assertTrue(again.repeated());
      seen.add("repeated");
    } else if (isWrong || !task.state.isLive()) {
      ErrorCode code = ((Problem) answer).code();
      boolean hasReported = !isWrong && task.lastReport != null && !task.state.isLive();
      if (hasReported) {
        assertEquals(ErrorCode.ATTEMPT_ALREADY_COMPLETED, code);
        seen.add("completed otherwise");
      } else if (task.state.isFinal()) {
        assertEquals(ErrorCode.TASK_ALREADY_TERMINAL, code);
      } else {
        assertEquals(ErrorCode.ATTEMPT_MISMATCH, code);
        seen.add("late");
      }
    } else {
      completed(ref, task, report, (Answers.CompletionAnswer) answer);
    }
  }

  private void completed(
      TaskRef ref, PlainTask task, Report report, Answers.CompletionAnswer answer) {
    PlainRun run = model.runs.get(ref.run());
    TaskState to = TaskState.SUCCEEDED;
    if (report.outcome() == Outcome.CANCELLED) {
      to = TaskState.FAILED;
    } else if (report.outcome() == Outcome.FAILED) {
      boolean isRetried =
          report.error().category() == ErrorCategory.USER_CODE && task.attempt < most(task);
      to = isRetried ? TaskState.RETRY_WAIT : TaskState.FAILED;
    }
    run.ended(task, to, answer.retryAfterMillis(), report.hash(), local.sequence());
    assertEquals(task.state, answer.finalState());
    assertEquals(task.state == TaskState.RETRY_WAIT, answer.retryAfterMillis() != null);
  }

  private static int most(PlainTask task) {
    int asset = Integer.parseInt(task.asset.asset().name().substring(1));
    return 1 + asset % 3;
  }

  private void expire() {
    TaskRef ref = any();
    PlainTask task = model.runs.containsKey(ref.run()) ? model.task(ref) : null;
    ExpiryReason reason = seeds.oneOf(List.of(ExpiryReason.values()));
    long extended = task == null ? 0 : task.extended - seeds.below(2);
    int attempt = task == null ? 1 : task.attempt;
    Answers.Counted answer =
        (Answers.Counted)
            local.run(
                new ExpireAttempts(
                    List.of(new Expiry(ref.run(), ref.task(), attempt, reason, extended))));
    boolean holds =
        task != null
            && task.state.isLive()
            && extended == task.extended
            && switch (reason) {
              case START_TIMEOUT -> !task.started;
              case EXECUTION_TIMEOUT -> task.started;
              case HEARTBEAT_TIMEOUT -> true;
              case CANCEL_FORCED -> model.runs.get(ref.run()).cancelled;
            };
    assertEquals(holds ? 1 : 0, answer.count());
    if (holds) {
      TaskState to = task.attempt < most(task) ? TaskState.RETRY_WAIT : TaskState.FAILED;
      Task now = local.state.runs().run(ref.run()).orElseThrow().task(ref.task());
      Long retryAfter = now.lastEnded().retryAfterMillis();
      model.runs.get(ref.run()).ended(task, to, retryAfter, null, local.sequence());
    } else if (task != null && task.state.isLive()) {
      seen.add("refused expiry");
    }
  }

  private void release() {
    for (PlainRun run : model.there()) {
      for (PlainTask task : run.tasks) {
        if (task.state == TaskState.RETRY_WAIT && seeds.below(2) == 0) {
          AttemptRef ref = new AttemptRef(run.id, task.number, task.attempt);
          Answers.Counted answer =
              (Answers.Counted) local.run(new ReleaseRetries(List.of(ref, ref)));
          assertEquals(1, answer.count());
          task.state = TaskState.READY;
          task.since = local.sequence();
        }
      }
    }
    AttemptRef stale = new AttemptRef(any().run(), 0, 77);
    assertEquals(0, ((Answers.Counted) local.run(new ReleaseRetries(List.of(stale)))).count());
  }

  private void cancel() {
    UUID id = any().run();
    Object answer = local.run(new CancelRun(id, "why"));
    PlainRun run = model.runs.get(id);
    if (run == null) {
      assertEquals(ErrorCode.RUN_NOT_FOUND, ((Problem) answer).code());
      return;
    }
    Answers.Cancellation cancellation = (Answers.Cancellation) answer;
    assertEquals(run.state == RunState.RUNNING, cancellation.changed());
    if (cancellation.changed()) {
      run.cancel(local.sequence());
    }
    assertEquals(run.state, cancellation.state());
  }

  private void evict() {
    List<UUID> some = model.there().stream().map(run -> run.id).limit(3).toList();
    List<PlainRun> ended =
        model.there().stream().limit(3).filter(run -> run.state.isFinal()).toList();
    Answers.Counted answer = (Answers.Counted) local.run(new EvictRuns(some));
    assertEquals(ended.size(), answer.count());
    ended.forEach(run -> run.evicted = true);
    if (!ended.isEmpty()) {
      seen.add("evicted");
    }
  }
}
