package io.arco.bench.jmh;

import static io.arco.planner.manifest.Manifests.asset;

import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifest;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.ManifestRules;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.Grain;
import io.arco.planner.partition.KeyFilter;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.MappingSpec.Type;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.Planner;
import io.arco.planner.selection.SelectionParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A plan over four hourly assets of 10 regions and 11.4 years, about a million keys each, a tenth
 * of them there already at random, and a daily one; identity, a window of three hours and a roll-up
 * between them. In a JVM with a heap of 256 MiB.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx256m"})
public class PlanBenchmark {
  private static final Instant NOW = Instant.parse("2026-01-25T00:00:00Z");
  private static final String ZONE = "Europe/Berlin";
  private static final int REGIONS = 10;
  private static final int THERE_OF_TEN = 1;
  private static final int PAGE = 100;
  private static final int LARGEST = 5_000;
  private static final long SEED = 42;

  private AssetGraph graph;
  private NewManifest largest;
  private final Map<AssetKey, KeySet> there = new HashMap<>();

  /** Makes the assets, and chooses what is there already. */
  @Setup
  public void fill() {
    DimensionSpec hours =
        DimensionSpec.ofTime("hour", Grain.HOUR, ZONE, "2014-09-01T00:00", null, null);
    DimensionSpec days = DimensionSpec.ofTime("day", Grain.DAY, ZONE, "2014-09-01", null, null);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < REGIONS; i++) {
      names.add("region" + i);
    }
    DimensionSpec regions = DimensionSpec.ofValues("region", names);
    graph =
        Manifests.graph(
            Manifests.of(
                asset("grid.raw").partitions(hours, regions).build(),
                asset("grid.clean").partitions(hours, regions).from("grid.raw").build(),
                asset("grid.smooth")
                    .partitions(hours, regions)
                    .from("grid.clean", MappingSpec.window(-2, 0))
                    .build(),
                asset("grid.joined")
                    .partitions(hours, regions)
                    .from("grid.smooth")
                    .from("grid.raw")
                    .build(),
                asset("grid.daily")
                    .partitions(days, regions)
                    .from("grid.joined", MappingSpec.of(Type.ROLLUP))
                    .build()));
    SplittableRandom random = new SplittableRandom(SEED);
    graph
        .assets()
        .forEach(one -> there.put(one.key(), tenth(random, one.partitionSpec().at(NOW).size())));
    largest = largest();
  }

  private static KeySet tenth(SplittableRandom random, int size) {
    KeySet.Builder keys = new KeySet.Builder();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(10) < THERE_OF_TEN) {
        keys.add(i);
      }
    }
    return keys.build();
  }

  private static NewManifest largest() {
    List<NewAsset> assets = new ArrayList<>();
    for (int i = 0; i < LARGEST; i++) {
      var builder = asset("a.n" + i);
      assets.add((i > 0 ? builder.from("a.n" + i / 2) : builder).build());
    }
    assets.set(1, asset("a.n1").from("a.n0").build());
    return new NewManifest("v1", null, assets);
  }

  private Plan.Page page() {
    PlanInput input = new PlanInput("v1", SelectionParser.parse("*"), KeyFilter.ALL, NOW);
    Plan plan = Planner.plan(graph, input, (key, space) -> there.get(key));
    if (plan.fingerprint().hex().isEmpty() || plan.tasks() < 3_500_000) {
      throw new IllegalStateException("another plan: " + plan.tasks() + " tasks");
    }
    return plan.page(Plan.Cursor.START, PAGE);
  }

  /** The plan, its fingerprint and first page, once in a new JVM. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(
      value = 5,
      jvmArgsAppend = {"-Xmx256m"})
  public Plan.Page firstPlanOfAProcess() {
    return page();
  }

  /** The same, again and again. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  public Plan.Page plan() {
    return page();
  }

  /** Judging a manifest of 5,000 assets, and hashing its canonical form: what a decision costs. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  public String judgeLargestManifest() {
    Manifest manifest = ManifestRules.check(largest, ManifestLimits.DEFAULT);
    return manifest.contentHash().hex();
  }
}
