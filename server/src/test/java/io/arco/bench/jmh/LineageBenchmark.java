package io.arco.bench.jmh;

import static io.arco.planner.manifest.Manifests.asset;

import io.arco.catalog.CatalogState;
import io.arco.journal.Hash;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Stamp;
import io.arco.planner.OrchestrationCommand;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunEvent;
import io.arco.planner.lineage.Declarations;
import io.arco.planner.lineage.Direction;
import io.arco.planner.lineage.EntityName;
import io.arco.planner.lineage.Lineage;
import io.arco.planner.lineage.LineageWalk;
import io.arco.planner.lineage.Until;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers.Leases;
import io.arco.planner.run.Input;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.Trigger;
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

/** What lineage adds to folding a success of one input, one output and so many columns. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LineageBenchmark implements DecisionContext {
  private static final Instant NOW = Instant.parse("2026-01-25T00:00:00Z");
  private static final AssetKey ASSET = AssetKey.parse("a.x");

  /** How many columns the output has, each made from one. */
  @Param({"0", "30", "1000"})
  public int columns;

  private final OrchestrationDomain domain = new OrchestrationDomain();
  private OrchestrationState state = domain.empty();
  private OrchestrationState unseen;
  private OrchestrationState seen;
  private RunEvent first;
  private RunEvent second;
  private long sequence;
  private long lastId;

  /** Does one of two tasks, and is about to do the other. */
  @Setup
  public void fill() {
    run(new DeployManifest(Manifests.of(asset("a.x").table("c", "s", "t").build())));
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
            List.of(new RunAsset(ASSET, "sql", List.of("k=i:1", "k=i:2"), 0, List.of()))));
    Leases leases = (Leases) run(new LeaseTasks("w", null, 2)).answer().apply(state);
    unseen = state;
    first = (RunEvent) run(completed(leases.leases().get(0))).events().get(0);
    seen = state;
    second = (RunEvent) run(completed(leases.leases().get(1))).events().get(0);
  }

  private CompleteTask completed(Lease lease) {
    List<Output.Column> made = new ArrayList<>();
    TableLink source = new TableLink("c", "s", "source");
    for (int i = 0; i < columns; i++) {
      made.add(
          new Output.Column(
              "column" + i, "string", List.of(new Output.Source(null, source, "from" + i))));
    }
    Report report =
        new Report(
            Outcome.SUCCEEDED,
            List.of(new Output(null, null, null, null, null, null, null, made)),
            List.of(new Input(null, source, null, null)),
            null,
            null,
            null,
            null);
    return new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report);
  }

  private Accepted<OrchestrationState, OrchestrationEvent> run(OrchestrationCommand command) {
    var accepted =
        (Accepted<OrchestrationState, OrchestrationEvent>) domain.decide(state, command, this);
    for (OrchestrationEvent event : accepted.events()) {
      state = domain.apply(state, event, new Stamp(++sequence, NOW));
    }
    return accepted;
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

  /** The first task of a run: each edge is new. */
  @Benchmark
  public Object firstOfRun() {
    return Lineage.apply(unseen, first, new Stamp(9, NOW));
  }

  /** Any other task of it: each edge is known. */
  @Benchmark
  public Object nextOfRun() {
    return Lineage.apply(seen, second, new Stamp(9, NOW));
  }

  /** A walk both ways from the asset. */
  @Benchmark
  public Object walk() {
    return LineageWalk.of(
        seen.lineage(),
        Declarations.of(seen, CatalogState.EMPTY, Until.NOW),
        Until.NOW,
        EntityName.of(ASSET),
        Direction.BOTH,
        5);
  }
}
