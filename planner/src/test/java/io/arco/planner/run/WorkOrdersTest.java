package io.arco.planner.run;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.Grain;
import io.arco.planner.partition.KeyFilter;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.MappingSpec.Type;
import io.arco.planner.partition.PartitionSpec;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.plan.Planner;
import io.arco.planner.selection.SelectionParser;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers are told of tasks. */
class WorkOrdersTest implements DecisionContext {
  private static final Instant NOW = Instant.parse("2025-01-04T00:00:00Z");
  private static final DimensionSpec HOURS =
      DimensionSpec.ofTime("hour", Grain.HOUR, "UTC", "2025-01-01T00:00", null, null);
  private static final DimensionSpec DAYS =
      DimensionSpec.ofTime("day", Grain.DAY, "UTC", "2025-01-01", null, null);
  private static final DimensionSpec MANY =
      DimensionSpec.ofTime("hour", Grain.HOUR, "UTC", "2024-11-01T00:00", null, null);

  private final OrchestrationDomain domain = new OrchestrationDomain();
  private OrchestrationState state = domain.empty();
  private long sequence;
  private long lastId;

  @BeforeEach
  void deploy() {
    run(
        new DeployManifest(
            Manifests.of(
                asset("a.hours").kind("python").partitions(HOURS).table("l", "a", "hours").build(),
                asset("a.days")
                    .partitions(DAYS)
                    .codeVersion("own")
                    .from("a.hours", MappingSpec.of(Type.ROLLUP))
                    .from("a.names")
                    .payload("{\"sql\":\"select 1\"}")
                    .build(),
                asset("a.names").build(),
                asset("a.many").kind("python").partitions(MANY).build(),
                asset("a.sum").from("a.many", MappingSpec.of(Type.ALL)).build())));
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
    return "somebody";
  }

  @Override
  public UUID newId() {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + ++lastId);
  }

  private Run create(String selection) {
    Plan plan =
        Planner.plan(
            state.graph(1),
            new PlanInput("v", SelectionParser.parse(selection), KeyFilter.ALL, NOW),
            state.runs().materializations());
    CreateRun command =
        new CreateRun(
            null,
            Hash.NONE,
            plan.fingerprint(),
            1,
            "v",
            selection,
            null,
            NOW,
            PlanMode.MISSING,
            Trigger.MANUAL,
            new TreeMap<>(),
            RunBuilder.of(plan, RunLimits.DEFAULT));
    UUID id = ((Answers.RunCreation) run(command)).run();
    return state.runs().run(id).orElseThrow();
  }

  private void make(int count, Output... outputs) {
    Report report = new Report(Outcome.SUCCEEDED, List.of(outputs), null, null, null, null, null);
    for (Lease lease : ((Answers.Leases) run(new LeaseTasks("w", null, count))).leases()) {
      run(new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report));
    }
  }

  @Test
  void a_task_is_told_what_it_is_made_from_and_is_there_whichever_run_made_it() {
    create("a.hours");
    make(30, output("l", "x", "other"), output("l", "a", "hours"));
    Run days = create("a.days");
    Work first = WorkOrders.of(state, days, 0);
    assertEquals("day=d:2025-01-01", first.partition());
    assertEquals("own", first.codeVersion());
    assertEquals("{\"sql\":\"select 1\"}", first.asset().payload().toString());
    assertEquals(24, first.upstream().size());
    assertFalse(first.upstreamTruncated());
    Materialization hour = first.upstream().get(3);
    assertEquals("hour=t:2025-01-01T03:00:00.000000Z", hour.partition());
    // The output of the asset's own table.
    assertEquals("hours", hour.output().table().name());
    assertEquals(6, WorkOrders.of(state, days, 1).upstream().size());
    assertEquals(0, WorkOrders.of(state, days, 2).upstream().size());
    create("a.names");
    make(100);
    List<Materialization> all = WorkOrders.of(state, days, 2).upstream();
    assertEquals(25, all.size());
    assertEquals("a.names", all.get(24).asset().text());
  }

  private static Output output(String catalog, String schema, String name) {
    return new Output(new TableLink(catalog, schema, name), null, null, null, null, 1L, null, null);
  }

  @Test
  void what_a_task_is_told_is_cut_and_says_so() {
    create("a.many");
    make(1_000);
    Run sum = create("a.sum");
    Work work = WorkOrders.of(state, sum, 0);
    assertEquals(1_000, work.upstream().size());
    assertTrue(work.upstreamTruncated());
  }

  @Test
  void what_is_there_is_a_set_of_positions_of_the_keys_that_there_still_are() {
    create("a.hours");
    make(30);
    AssetKey hours = AssetKey.parse("a.hours");
    PartitionSpec spec = state.asset(1, hours).orElseThrow().partitionSpec();
    assertEquals(KeySet.range(0, 30), state.runs().materializations().of(hours, spec.at(NOW)));
    // Keys of another spec are none of these.
    PartitionSpec days = state.asset(1, AssetKey.parse("a.days")).orElseThrow().partitionSpec();
    assertEquals(KeySet.EMPTY, state.runs().materializations().of(hours, days.at(NOW)));
    // What is there is left out of the next plan.
    assertEquals(72 - 30, create("a.hours").tasks());
  }
}
