package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.lineage.LineageTables;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifests.AssetBuilder;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.Answers;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.FinishedRun;
import io.arco.planner.run.Input;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.Report;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.Trigger;
import io.arco.table.Row;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random reports of workers against lists of what they say. */
class LineageModelTest {
  private static final int ASSETS = 5;
  private static final int STEPS = 2_000;

  private final Seeds seeds = Seeds.of("LineageModelTest");
  private final LocalOrchestration local = new LocalOrchestration(OrchestrationLimits.DEFAULT);
  private final Map<Long, Version> versions = new HashMap<>();
  private final Map<UUID, Long> pinned = new HashMap<>();
  private final Set<Integer> made = new HashSet<>();
  private final Map<String, PlainEdge> edges = new TreeMap<>();
  private final List<String> observations = new ArrayList<>();
  private final Set<String> seen = new TreeSet<>();

  /** What a manifest says: the links of assets, or null, and what they are made from. */
  private record Version(List<String> links, List<List<Integer>> dependencies) {}

  private static final class PlainEdge {
    private boolean reported;
    private long runs;
    private UUID newest = new UUID(0, 0);
    private long first;
    private long last;
  }

  @Test
  void edges_are_what_all_successes_showed() {
    assertTrue(local.domain.tables().containsAll(LineageTables.RESTORED));
    assertTrue(local.domain.tables().containsAll(LineageTables.HISTORY));
    deploy();
    for (int i = 0; i < STEPS; i++) {
      local.hold(seeds.below(3) == 0);
      step();
      if (i % 25 == 0) {
        check();
      }
    }
    check();
    assertEquals(local.state.hash(), local.folded().hash());
    assertTrue(
        seen.containsAll(
            List.of("planned", "reported", "nothing", "linked", "own column", "bad table", "gone")),
        seen::toString);
  }

  private void step() {
    int dice = seeds.below(100);
    if (dice < 4) {
      deploy();
    } else if (dice < 14) {
      create();
    } else if (dice < 16) {
      evict();
    } else {
      complete();
    }
  }

  private void deploy() {
    List<String> links = new ArrayList<>();
    List<List<Integer>> dependencies = new ArrayList<>();
    List<NewAsset> assets = new ArrayList<>();
    for (int i = 0; i < ASSETS; i++) {
      AssetBuilder builder = asset("a.n" + i).codeVersion("v" + seeds.below(2));
      String link = seeds.below(2) == 0 ? null : "t" + i;
      if (link != null) {
        builder.table("c", "s", link);
      }
      List<Integer> upstream = new ArrayList<>();
      for (int u = 0; u < i; u++) {
        if (seeds.below(2) == 0) {
          upstream.add(u);
          builder.from("a.n" + u);
        }
      }
      links.add(link);
      dependencies.add(upstream);
      assets.add(builder.build());
    }
    Object answer = local.run(new DeployManifest(new NewManifest(null, null, assets)));
    assertTrue(answer instanceof Deployment, answer::toString);
    versions.put(version(), new Version(links, dependencies));
  }

  private long version() {
    return local.state.current().orElseThrow().version();
  }

  private void create() {
    List<RunAsset> assets = new ArrayList<>();
    for (int i = 0; i < ASSETS; i++) {
      if (seeds.below(3) > 0) {
        AssetKey key = AssetKey.parse("a.n" + i);
        assets.add(new RunAsset(key, "sql", List.of(""), 0, List.of()));
      }
    }
    Answers.RunCreation creation =
        (Answers.RunCreation)
            local.run(
                new CreateRun(
                    null,
                    Hash.NONE,
                    Hash.NONE,
                    version(),
                    "m",
                    "*",
                    null,
                    local.now(),
                    PlanMode.ALL,
                    Trigger.MANUAL,
                    new TreeMap<>(),
                    assets));
    pinned.put(creation.run(), version());
  }

  private void evict() {
    List<UUID> runs = new ArrayList<>();
    for (FinishedRun run : local.state.runs().finished()) {
      runs.add(run.run());
    }
    local.run(new EvictRuns(runs));
    seen.add(runs.isEmpty() ? "none" : "gone");
  }

  /** Any ready task: runs go on side by side. */
  private void complete() {
    Answers.Leases leases = (Answers.Leases) local.run(new LeaseTasks("w", null, 4));
    List<Lease> tasks = new ArrayList<>(leases.leases());
    while (!tasks.isEmpty()) {
      Lease lease = tasks.remove(seeds.below(tasks.size()));
      Run run = local.state.runs().run(lease.run()).orElseThrow();
      AssetKey key = run.definition().asset(lease.task()).asset();
      int asset = Integer.parseInt(key.name().substring(1));
      Draft draft = new Draft(versions.get(pinned.get(lease.run())), asset);
      boolean isFailed = seeds.below(6) == 0;
      TaskError error = new TaskError(ErrorCategory.CONFIGURATION, null, null, null);
      Report report =
          new Report(
              isFailed ? Outcome.FAILED : Outcome.SUCCEEDED,
              draft.outputs,
              draft.inputs,
              null,
              isFailed ? error : null,
              null,
              null);
      local.run(
          new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report));
      if (!isFailed) {
        draft.flows.forEach((flow, reported) -> saw(flow, reported, lease.run()));
        observations.add(lease.ref().text());
        made.add(asset);
      }
    }
  }

  private void saw(String flow, boolean isReported, UUID run) {
    PlainEdge edge = edges.computeIfAbsent(flow, text -> new PlainEdge());
    edge.reported |= isReported;
    if (edge.runs == 0) {
      edge.first = local.sequence();
    }
    if (run.compareTo(edge.newest) > 0) {
      edge.runs++;
      edge.newest = run;
      edge.last = local.sequence();
    }
  }

  /** A report that is made up together with what it means. */
  private final class Draft {
    private final Version version;
    private final String self;
    private final Map<String, Boolean> flows = new TreeMap<>();
    private List<Input> inputs;
    private List<Output> outputs;

    Draft(Version version, int asset) {
      this.version = version;
      this.self = "asset:a.n" + asset;
      if (seeds.below(2) == 0) {
        inputs();
      } else {
        for (int upstream : version.dependencies().get(asset)) {
          if (made.contains(upstream)) {
            flows.put("asset:a.n" + upstream + " -> " + self, false);
            seen.add("planned");
          }
        }
      }
      if (seeds.below(4) > 0) {
        outputs(version.links().get(asset));
      }
    }

    private void inputs() {
      inputs = new ArrayList<>();
      for (int i = seeds.below(3); i > 0; i--) {
        int other = seeds.below(ASSETS);
        AssetKey key = seeds.below(2) == 0 ? AssetKey.parse("a.n" + other) : null;
        TableLink table = key == null || seeds.below(2) == 0 ? table() : null;
        inputs.add(new Input(key, table, "7", null));
        if (key != null) {
          flows.put("asset:" + key.text() + " -> " + self, true);
        }
        if (table != null && isGood(table)) {
          flows.put("table:" + text(table) + " -> " + self, true);
        }
      }
      seen.add(inputs.isEmpty() ? "nothing" : "reported");
    }

    private TableLink table() {
      return seeds.below(8) == 0
          ? new TableLink("c", "s.x", "t")
          : new TableLink("c", "s", "t" + seeds.below(ASSETS + 2));
    }

    private boolean isGood(TableLink table) {
      if (table.schema().indexOf('.') >= 0) {
        seen.add("bad table");
        return false;
      }
      return true;
    }

    private String text(TableLink table) {
      return table.catalog() + "." + table.schema() + "." + table.name();
    }

    private void outputs(String link) {
      outputs = new ArrayList<>();
      for (int i = 1 + seeds.below(2); i > 0; i--) {
        TableLink table = seeds.below(2) == 0 ? null : table();
        String owner = self;
        if (table != null) {
          owner = isGood(table) ? "table:" + text(table) : null;
        } else if (link != null) {
          owner = "table:c.s." + link;
          seen.add("linked");
        } else {
          seen.add("own column");
        }
        if (owner != null && !owner.equals(self)) {
          flows.put(self + " -> " + owner, true);
        }
        outputs.add(new Output(table, null, null, "8", null, 1L, 2L, columns(owner)));
      }
    }

    private List<Output.Column> columns(String owner) {
      List<Output.Column> columns = new ArrayList<>();
      for (int i = seeds.below(3); i > 0; i--) {
        String name = "x." + i;
        List<Output.Source> sources = new ArrayList<>();
        for (int k = seeds.below(3); k > 0; k--) {
          int other = seeds.below(ASSETS);
          boolean isAsset = seeds.below(2) == 0;
          TableLink table = isAsset ? null : table();
          sources.add(
              new Output.Source(isAsset ? AssetKey.parse("a.n" + other) : null, table, "y"));
          String from = isAsset ? source(other) : isGood(table) ? "table:" + text(table) : null;
          if (owner != null && from != null) {
            flows.put("column:" + from + ".y -> column:" + owner + "." + name, true);
          }
        }
        columns.add(new Output.Column(name, "string", sources.isEmpty() ? null : sources));
      }
      return columns;
    }

    private String source(int asset) {
      String link = version.links().get(asset);
      return link == null ? "asset:a.n" + asset : "table:c.s." + link;
    }
  }

  private void check() {
    List<String> expected = new ArrayList<>();
    edges.forEach(
        (flow, edge) ->
            expected.add(
                List.of(flow, edge.reported, edge.runs, edge.first, edge.last).toString()));
    List<String> found = new ArrayList<>();
    for (Row row : local.rows.rows(LineageTables.EDGES)) {
      String flow = row.text(1) + " -> " + row.text(0);
      found.add(List.of(flow, row.get(4), row.get(5), row.get(10), row.get(16)).toString());
    }
    found.sort(null);
    expected.sort(null);
    assertEquals(expected, found);
    assertEquals(edges.size(), local.state.lineage().size());
    List<String> observed = new ArrayList<>();
    for (Row row : local.rows.rows(LineageTables.OBSERVATIONS)) {
      observed.add(row.text(0) + "." + row.get(1));
    }
    assertEquals(new TreeSet<>(observations), new TreeSet<>(observed));
    assertEquals(local.state.hash(), local.domain.recomputeHash(local.state));
    local.state = local.restored();
    assertEquals(local.state.hash(), local.domain.recomputeHash(local.state));
  }

  private static RunAsset task(String asset) {
    return new RunAsset(AssetKey.parse(asset), "sql", List.of(""), 0, List.of());
  }

  private List<Lease> leased(RunAsset... assets) {
    local.run(
        new CreateRun(
            null,
            Hash.NONE,
            Hash.NONE,
            version(),
            "m",
            "*",
            null,
            local.now(),
            PlanMode.ALL,
            Trigger.MANUAL,
            new TreeMap<>(),
            List.of(assets)));
    return ((Answers.Leases) local.run(new LeaseTasks("w", null, 10))).leases();
  }

  private void succeed(Lease lease, Output... outputs) {
    Report report = new Report(Outcome.SUCCEEDED, List.of(outputs), null, null, null, null, null);
    Object answer =
        local.run(
            new CompleteTask(
                lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report));
    assertTrue(answer instanceof Answers.CompletionAnswer, answer::toString);
  }

  private static Output output(String version, List<Output.Column> columns) {
    return new Output(null, null, null, version, null, null, null, columns);
  }

  private Row observation(Lease lease) {
    return local.rows.rows(LineageTables.OBSERVATIONS).stream()
        .filter(row -> (row.text(0) + "." + row.get(1)).equals(lease.ref().text()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_was_made_anew_behind_the_lease_stands_without_its_version() {
    NewAsset made = asset("a.n0").table("c", "s", "t0").build();
    NewAsset from = asset("a.n1").from("a.n0").build();
    local.run(new DeployManifest(new NewManifest(null, null, List.of(made, from))));
    Lease first = leased(task("a.n0")).get(0);
    succeed(first, output("7", null));
    Lease sure = leased(task("a.n1")).get(0);
    succeed(sure);
    assertEquals(
        "[{\"asset\":\"a.n0\",\"version\":\"7\",\"task\":\"" + first.ref().text() + "\"}]",
        observation(sure).text(9));
    List<Lease> both = leased(task("a.n0"), task("a.n1"));
    succeed(both.get(0), output("8", null));
    succeed(both.get(1));
    assertEquals("[{\"asset\":\"a.n0\"}]", observation(both.get(1)).text(9));
    assertEquals(
        "[{\"table\":{\"catalog\":\"c\",\"schema\":\"s\",\"name\":\"t0\"},\"version\":\"8\"}]",
        observation(both.get(0)).text(10));
  }

  @Test
  void more_edges_than_an_observation_may_show_are_left_out_and_its_row_says_so() {
    local.run(new DeployManifest(new NewManifest(null, null, List.of(asset("a.n0").build()))));
    for (int columns : new int[] {2_000, 2_001}) {
      List<Output.Column> made = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        Output.Source source = new Output.Source(AssetKey.parse("a.n0"), null, "y");
        made.add(new Output.Column("x" + i, "string", List.of(source)));
      }
      int half = columns / 2;
      Lease lease = leased(task("a.n0")).get(0);
      succeed(
          lease, output(null, made.subList(0, half)), output(null, made.subList(half, columns)));
      assertEquals(columns > 2_000, observation(lease).get(12));
      assertEquals(2_000, local.state.lineage().size());
    }
  }
}
