package io.arco.bench.jmh;

import static io.arco.planner.manifest.Manifests.asset;

import io.arco.journal.Hash;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Stamp;
import io.arco.planner.OrchestrationCommand;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationLimits;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers.CompletionAnswer;
import io.arco.planner.run.Answers.Leases;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.TaskRanges;
import io.arco.planner.run.Trigger;
import io.arco.planner.run.WorkOrders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What deciding and folding costs for runs of two assets, each task of the second waiting for one
 * of the first: {@code runs} runs of {@code tasks} tasks live at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RunBenchmark implements DecisionContext {
  private static final Instant NOW = Instant.parse("2026-01-25T00:00:00Z");

  /** Room for one run more than the default. */
  private static final OrchestrationLimits LIMITS =
      new OrchestrationLimits(
          ManifestLimits.DEFAULT, RunLimits.DEFAULT.withTasks(10_000, 400_000), 100, 100);

  /** How many runs. */
  @Param({"1", "20"})
  public int runs;

  /** How many tasks each has. */
  @Param({"10000"})
  public int tasks;

  private final OrchestrationDomain domain = new OrchestrationDomain(LIMITS);
  private OrchestrationState full;
  private OrchestrationState fan;
  private OrchestrationState state;
  private CreateRun create;
  private long sequence;
  private long lastId;

  /** Makes the runs. */
  @Setup
  public void fill() {
    state = domain.empty();
    run(
        new DeployManifest(
            Manifests.of(asset("a.first").build(), asset("a.second").from("a.first").build())));
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < tasks / 2; i++) {
      keys.add("key=i:" + (1_000_000 + i));
    }
    create =
        new CreateRun(
            null,
            Hash.NONE,
            Hash.NONE,
            1,
            "v1",
            "*",
            null,
            NOW,
            PlanMode.MISSING,
            Trigger.MANUAL,
            new TreeMap<>(),
            List.of(
                new RunAsset(AssetKey.parse("a.first"), "sql", keys, 0, List.of()),
                new RunAsset(
                    AssetKey.parse("a.second"),
                    "sql",
                    keys,
                    0,
                    List.of(new RunAsset.Upstream(0, null)))));
    for (int i = 0; i < runs; i++) {
      run(create);
    }
    full = state;
    state = domain.empty();
    run(
        new DeployManifest(
            Manifests.of(asset("a.first").build(), asset("a.second").from("a.first").build())));
    TaskRanges.Builder ranges = new TaskRanges.Builder();
    for (int i = 0; i < tasks / 2; i++) {
      // Each waits for all up to its place: no two for the same.
      ranges.add(0, i + 1);
    }
    run(
        new CreateRun(
            null,
            Hash.NONE,
            Hash.NONE,
            1,
            "v1",
            "*",
            null,
            NOW,
            PlanMode.MISSING,
            Trigger.MANUAL,
            new TreeMap<>(),
            List.of(
                create.assets().get(0),
                new RunAsset(
                    AssetKey.parse("a.second"),
                    "sql",
                    keys,
                    0,
                    List.of(new RunAsset.Upstream(0, ranges.build()))))));
    fan = state;
    state = full;
  }

  private Object run(OrchestrationCommand command) {
    var accepted =
        (Accepted<OrchestrationState, OrchestrationEvent>) domain.decide(state, command, this);
    for (OrchestrationEvent event : accepted.events()) {
      state = domain.apply(state, event, new Stamp(++sequence, NOW));
    }
    return accepted.answer().apply(state);
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public String principal() {
    return "bench";
  }

  @Override
  public UUID newId() {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + ++lastId);
  }

  private Lease lease() {
    Leases leases = (Leases) run(new LeaseTasks("w", null, 1));
    if (leases.leases().isEmpty()) {
      state = full;
      leases = (Leases) run(new LeaseTasks("w", null, 1));
    }
    return leases.leases().get(0);
  }

  /** One task from lease to end: three decisions, three events. */
  @Benchmark
  public Object leaseStartComplete() {
    Lease lease = lease();
    UUID run = lease.run();
    run(new StartTask(run, lease.task(), lease.attempt(), lease.attemptId()));
    CompletionAnswer answer =
        (CompletionAnswer)
            run(
                new CompleteTask(
                    run, lease.task(), lease.attempt(), lease.attemptId(), Report.succeeded()));
    if (answer.retryAfterMillis() != null) {
      throw new IllegalStateException("it did not succeed");
    }
    return answer;
  }

  /** What a worker is told of a task. */
  @Benchmark
  public Object work() {
    var first = full.runs().firstReady(null, 1).get(0);
    return WorkOrders.of(full, full.runs().run(first.run()).orElseThrow(), first.task());
  }

  /** Deciding and folding that a run of so many tasks is made. */
  @Benchmark
  public Object create() {
    OrchestrationState before = state;
    Object answer = run(create);
    state = before;
    return answer;
  }

  /** That a run of so many tasks is cancelled before any is leased. */
  @Benchmark
  public Object cancel() {
    OrchestrationState before = state;
    state = full;
    Object answer = run(new CancelRun(full.runs().all().iterator().next().id(), null));
    state = before;
    return answer;
  }

  /** That the first task fails for good, which half of all wait for, no two for the same. */
  @Benchmark
  public Object failFirstOfAll() {
    OrchestrationState before = state;
    state = fan;
    Lease lease = lease();
    TaskError error = new TaskError(ErrorCategory.CONFIGURATION, "bad", null, null);
    Object answer =
        run(
            new CompleteTask(
                lease.run(),
                lease.task(),
                lease.attempt(),
                lease.attemptId(),
                Report.failed(error)));
    state = before;
    return answer;
  }
}
