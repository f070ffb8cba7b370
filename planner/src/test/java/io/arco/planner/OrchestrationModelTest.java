package io.arco.planner;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationCommand.StorePlan;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifest;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.ManifestRules;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.partition.Specs;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.run.RunLimits;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random deployments and plans against whole manifests kept in a list. */
class OrchestrationModelTest {
  private static final OrchestrationLimits LIMITS =
      new OrchestrationLimits(ManifestLimits.DEFAULT, RunLimits.DEFAULT, 5, 4);

  private final Seeds seeds = Seeds.of("OrchestrationModelTest");
  private final LocalOrchestration local = new LocalOrchestration(LIMITS);
  private final TreeMap<Long, Manifest> model = new TreeMap<>();
  private final List<StoredPlan> plans = new ArrayList<>();
  private NewManifest last;

  @Test
  void every_kept_version_is_as_deployed_and_rows_and_fold_give_the_same_state() {
    int unchanged = 0;
    for (int i = 0; i < 400; i++) {
      if (seeds.below(4) == 0) {
        store();
      } else if (seeds.below(10) == 0) {
        Object answer = local.run(new DeployManifest(new NewManifest(null, null, List.of())));
        assertEquals(ErrorCode.INVALID_MANIFEST, ((Problem) answer).code());
      } else {
        unchanged += deploy() ? 0 : 1;
      }
      check();
    }
    assertTrue(unchanged > 5, () -> "the same was deployed again too rarely");
    assertEquals(local.state.hash(), local.folded().hash());
  }

  /** Whether it changed anything. */
  private boolean deploy() {
    NewManifest manifest = manifest();
    Manifest canonical = ManifestRules.check(manifest, ManifestLimits.DEFAULT);
    OrchestrationState before = local.state;
    Deployment answer = (Deployment) local.run(new DeployManifest(manifest));
    boolean changes = model.isEmpty() || !model.lastEntry().getValue().equals(canonical);
    assertEquals(changes, answer.changed());
    if (changes) {
      long version = model.isEmpty() ? 1 : model.lastKey() + 1;
      model.put(version, canonical);
      model.headMap(version - LIMITS.keptManifests() + 1).clear();
      assertEquals(version, answer.manifest().version());
    } else {
      assertSame(before, local.state);
    }
    return changes;
  }

  private void store() {
    long version = model.isEmpty() ? 1 : model.lastKey() - seeds.below(7);
    StorePlan plan =
        new StorePlan(
            version,
            "*",
            seeds.below(2) == 0 ? null : new PartitionRequest(null, null, null, List.of("")),
            Instant.ofEpochMilli(seeds.below(1_000)),
            Hash.of(seeds.bytes(3)),
            1,
            2,
            3);
    Object answer = local.run(plan);
    if (!model.containsKey(version)) {
      assertEquals(ErrorCode.MANIFEST_NOT_FOUND, ((Problem) answer).code());
      return;
    }
    plans.add((StoredPlan) answer);
    if (plans.size() > LIMITS.keptPlans()) {
      plans.remove(0);
    }
  }

  private NewManifest manifest() {
    if (last != null && seeds.below(6) == 0) {
      return new NewManifest(last.codeVersion(), null, seeds.shuffled(last.assets()));
    }
    last = anyManifest();
    return last;
  }

  private NewManifest anyManifest() {
    List<NewAsset> assets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      if (i == 0 || seeds.below(5) > 0) {
        var builder = asset("a.n" + i).group("g" + seeds.below(2));
        if (seeds.below(3) == 0) {
          builder.partitions(Specs.values("r", 1 + i)).owners("é", "b");
          builder.tags(Map.of("k", "v")).table("c", "s", "t" + i).codeVersion("v");
        }
        assets.add(builder.build());
      }
    }
    return new NewManifest("v" + seeds.below(2), null, seeds.shuffled(assets));
  }

  private void check() {
    OrchestrationState state = local.state;
    assertEquals(state.hash(), local.domain.recomputeHash(state));
    OrchestrationState restored = local.restored();
    assertEquals(state.hash(), restored.hash());
    for (OrchestrationState one : List.of(state, restored)) {
      for (Map.Entry<Long, Manifest> version : model.entrySet()) {
        List<Asset> assets = version.getValue().assets();
        assertEquals(assets, one.assets(version.getKey()));
        assertEquals(assets, one.graph(version.getKey()).assets());
        assertEquals(
            version.getValue().contentHash(),
            one.manifest(version.getKey()).orElseThrow().contentHash());
      }
      List<Long> versions =
          one.manifests(Long.MAX_VALUE, 100).stream().map(ManifestVersion::version).toList();
      assertEquals(List.copyOf(model.descendingKeySet()), versions);
      List<StoredPlan> newestFirst = new ArrayList<>(plans);
      Collections.reverse(newestFirst);
      assertEquals(newestFirst, one.plans(null, 100));
    }
  }

  @Test
  void an_asset_that_did_not_change_is_one_row_and_what_changed_alone_is_written() {
    local.run(new DeployManifest(new NewManifest("v1", null, List.of(a(""), b()))));
    int before = local.rows.changes();
    local.run(new DeployManifest(new NewManifest("v2", null, List.of(a("x"), b()))));
    // The manifest, the old definition's end, the new definition.
    assertEquals(3, local.rows.changes() - before);
    assertEquals(3, local.rows.rows(OrchestrationTables.ASSETS).size());
    assertEquals(2, local.state.definitions(key("a.a")).size());
    assertEquals(1, local.state.definitions(key("a.b")).size());
  }

  private static AssetKey key(String text) {
    return AssetKey.parse(text);
  }

  private static NewAsset a(String tag) {
    return asset("a.a").tags(Map.of("t", tag)).build();
  }

  private static NewAsset b() {
    return asset("a.b").from("a.a").build();
  }

  @Test
  void events_come_back_from_their_json() {
    local.run(new DeployManifest(new NewManifest("v1", "d", List.of(a(""), b()))));
    local.run(new StorePlan(1, "*", null, Instant.EPOCH, Hash.NONE, 2, 2, 0));
    for (OrchestrationEvent event : local.events) {
      assertEquals(event, Json.read(Json.bytes(event), event.getClass()));
    }
  }
}
