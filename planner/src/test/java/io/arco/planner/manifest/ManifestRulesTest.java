package io.arco.planner.manifest;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.Grain;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.Specs;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestRulesTest {
  private static Problem refused(NewManifest manifest) {
    return assertThrows(
            ProblemException.class, () -> ManifestRules.check(manifest, ManifestLimits.DEFAULT))
        .problem();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> named(Problem problem) {
    return (List<Map<String, Object>>) problem.details().get("problems");
  }

  private static List<String> fields(Problem problem) {
    return named(problem).stream().map(one -> one.get("code") + " " + one.get("field")).toList();
  }

  @Test
  void every_problem_is_named_at_once_with_its_place() {
    NewManifest manifest =
        Manifests.of(
            asset("a.x").kind("SQL").from("a.nope").build(),
            asset("A.x").owners("", "ops", "ops").build(),
            asset("a.x").partitions(Specs.time(Grain.DAY, "Nowhere", "2025-01-01")).build(),
            asset("b.y")
                .tags(Map.of("a b", "1", "ok", "x".repeat(256)))
                .partitions(Specs.values("r", 2), Specs.values("r", 3))
                .from("b.z")
                .from("b.z")
                .build(),
            asset("b.z").partitions(Specs.time(Grain.DAY, "UTC", "2025-01-01")).build());
    Problem problem = refused(manifest);
    assertEquals(ErrorCode.INVALID_MANIFEST, problem.code());
    assertEquals(
        List.of(
            "INVALID_NAME /assets/1/key",
            "ALREADY_EXISTS /assets/2/key",
            "INVALID_REQUEST /assets/0/kind",
            "INVALID_REQUEST /assets/1/owners/0",
            "INVALID_REQUEST /assets/1/owners/2",
            "INVALID_REQUEST /assets/2/partitions/0/zone",
            "INVALID_REQUEST /assets/3/partitions/1/name",
            "INVALID_REQUEST /assets/3/tags",
            "INVALID_REQUEST /assets/3/tags/ok",
            "ASSET_NOT_FOUND /assets/0/dependencies/0/asset",
            "ALREADY_EXISTS /assets/3/dependencies/1/asset"),
        sorted(fields(problem)));
    assertEquals(11, problem.details().get("count"));
  }

  /** Tags come in the order of a map: what is told of an asset is sorted within it. */
  private static List<String> sorted(List<String> fields) {
    List<String> sorted = new ArrayList<>(fields);
    int tags = sorted.indexOf("INVALID_REQUEST /assets/3/tags/ok");
    if (tags >= 0 && sorted.get(tags + 1).equals("INVALID_REQUEST /assets/3/tags")) {
      Collections.swap(sorted, tags, tags + 1);
    }
    return sorted;
  }

  @Test
  void a_cycle_is_named_by_its_path_and_each_once() {
    NewManifest manifest =
        Manifests.of(
            asset("a.one").from("a.three").build(),
            asset("a.two").from("a.one").build(),
            asset("a.three").from("a.zero").from("a.two").build(),
            asset("a.zero").build(),
            asset("a.self").from("a.self").build(),
            asset("a.below").from("a.one").build());
    Problem problem = refused(manifest);
    assertEquals(
        List.of(List.of("a.one", "a.three", "a.two", "a.one"), List.of("a.self", "a.self")),
        named(problem).stream().map(one -> one.get("path")).toList());
    assertEquals(
        List.of(
            "INVALID_MANIFEST /assets/0/dependencies/0",
            "INVALID_MANIFEST /assets/4/dependencies/0"),
        fields(problem));
  }

  @Test
  void random_graphs_are_refused_exactly_when_a_walk_comes_round() {
    Seeds seeds = Seeds.of("ManifestRulesTest");
    int cyclic = 0;
    for (int round = 0; round < 300; round++) {
      int count = 2 + seeds.below(7);
      boolean[][] edge = new boolean[count][count];
      List<NewAsset> assets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        var builder = asset("a.n" + i);
        for (int up = 0; up < count; up++) {
          if (seeds.below(count + 1) == 0) {
            edge[i][up] = true;
            builder.from("a.n" + up);
          }
        }
        assets.add(builder.build());
      }
      boolean isCyclic = comesRound(edge);
      cyclic += isCyclic ? 1 : 0;
      NewManifest manifest = new NewManifest(null, null, assets);
      if (isCyclic) {
        assertEquals(ErrorCode.INVALID_MANIFEST, refused(manifest).code());
      } else {
        assertEquals(count, Manifests.graph(manifest).assets().size());
      }
    }
    assertTrue(cyclic > 30 && cyclic < 270, cyclic + " were cyclic");
  }

  /** Whether anything reaches itself: the closure of the edges, worked out plainly. */
  private static boolean comesRound(boolean[][] edge) {
    int n = edge.length;
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          edge[i][j] |= edge[i][k] && edge[k][j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (edge[i][i]) {
        return true;
      }
    }
    return false;
  }

  @Test
  void a_long_chain_is_no_problem() {
    List<NewAsset> assets = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      var builder = asset("a.n" + i);
      assets.add((i > 0 ? builder.from("a.n" + (i - 1)) : builder).build());
    }
    assertEquals(5_000, Manifests.graph(new NewManifest(null, null, assets)).assets().size());
    assets.set(0, asset("a.n0").from("a.n4999").build());
    assertEquals(
        5_001,
        ((List<?>) named(refused(new NewManifest(null, null, assets))).get(0).get("path")).size());
  }

  @Test
  void a_table_has_names_that_the_catalog_would_take() {
    NewManifest manifest =
        Manifests.of(
            asset("a.x").table("c", "s", "Daily totals \u00e9").build(),
            asset("a.y").table("c", "s", "a/b").build(),
            asset("a.z").table("System", "s.t", "t").build());
    assertEquals(
        List.of(
            "INVALID_NAME /assets/1/table/name",
            "INVALID_NAME /assets/2/table/catalog",
            "INVALID_NAME /assets/2/table/schema"),
        fields(refused(manifest)));
  }

  @Test
  void no_two_assets_make_one_table() {
    NewManifest manifest =
        Manifests.of(
            asset("a.x").table("c", "s", "t").build(),
            asset("a.y").table("c", "s", "other").build(),
            asset("a.z").table("c", "s", "t").build());
    assertEquals(List.of("INVALID_REQUEST /assets/2/table"), fields(refused(manifest)));
  }

  @Test
  void limits_are_named_and_the_number_of_named_problems_is_bounded() {
    assertEquals(List.of("INVALID_MANIFEST /assets"), fields(refused(Manifests.of())));
    List<NewAsset> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(asset("bad").build());
    }
    Problem problem = refused(new NewManifest(null, null, many));
    assertEquals(100, named(problem).size());
    assertEquals(300, problem.details().get("count"));
    many.addAll(Collections.nCopies(4_701, asset("a.b").build()));
    assertEquals(
        List.of("INVALID_MANIFEST /assets"), fields(refused(new NewManifest(null, null, many))));
    String[] owners = new String[33];
    java.util.Arrays.setAll(owners, i -> "o" + i);
    assertEquals(
        List.of("LIMIT_REACHED /assets/0/owners"),
        fields(refused(Manifests.of(asset("a.b").owners(owners).build()))));
    assertEquals(
        List.of("INVALID_REQUEST /assets/0/partitions"),
        fields(
            refused(
                Manifests.of(
                    asset("a.b")
                        .partitions(
                            Specs.values("a", 10_000),
                            Specs.values("b", 10_000),
                            Specs.values("c", 100))
                        .build()))));
    assertEquals(
        List.of("INVALID_REQUEST /assets/0/partitions"),
        fields(
            refused(
                Manifests.of(
                    asset("a.b")
                        .partitions(
                            Specs.values("a", 1),
                            Specs.values("b", 1),
                            Specs.values("c", 1),
                            Specs.values("d", 1),
                            Specs.values("e", 1))
                        .build()))));
  }

  @Test
  void the_order_of_what_has_none_makes_no_difference_and_everything_else_does() {
    Seeds seeds = Seeds.of("ManifestRulesTest order");
    NewManifest first = manifest(seeds);
    String hash = hash(first);
    for (int round = 0; round < 50; round++) {
      List<NewAsset> assets = new ArrayList<>();
      for (NewAsset one : seeds.shuffled(first.assets())) {
        assets.add(shuffled(seeds, one));
      }
      assertEquals(hash, hash(new NewManifest("v1", null, assets)));
    }
    assertNotEquals(hash, hash(new NewManifest("v2", null, first.assets())));
    assertNotEquals(hash, hash(new NewManifest("v1", "x", first.assets())));
    assertNotEquals(hash, hash(new NewManifest("v1", null, first.assets().subList(0, 2))));
  }

  private static String hash(NewManifest manifest) {
    return ManifestRules.check(manifest, ManifestLimits.DEFAULT).contentHash().hex();
  }

  private static NewManifest manifest(Seeds seeds) {
    DimensionSpec day = Specs.time(Grain.DAY, "Europe/Berlin", "2025-01-01");
    return new NewManifest(
        "v1",
        null,
        List.of(
            asset("a.x").owners("b", "a", "c").partitions(Specs.values("r", 9), day).build(),
            asset("a.y").tags(Map.of("k", "1", "l", "2")).build(),
            asset("a.z")
                .partitions(day, Specs.values("r", 9))
                .from("a.y")
                .from("a.x", MappingSpec.window(-2, 0))
                .build()));
  }

  private static NewAsset shuffled(Seeds seeds, NewAsset asset) {
    List<DimensionSpec> partitions = new ArrayList<>();
    for (DimensionSpec one : seeds.shuffled(asset.partitions())) {
      partitions.add(
          one.values() == null
              ? one
              : DimensionSpec.ofValues(one.name(), seeds.shuffled(one.values())));
    }
    return new NewAsset(
        asset.key(),
        asset.kind(),
        asset.group(),
        asset.description(),
        asset.owners() == null ? List.of() : seeds.shuffled(asset.owners()),
        asset.tags() == null ? new TreeMap<>() : asset.tags(),
        asset.codeVersion(),
        asset.table(),
        partitions,
        seeds.shuffled(asset.dependencies()),
        null,
        null,
        null,
        null);
  }
}
