package io.arco.planner.selection;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final AssetGraph GRAPH =
      Manifests.graph(
          Manifests.of(
              asset("raw.a").kind("python").group("in").build(),
              asset("raw.b").tags(Map.of("gold", "", "team", "data-eng")).build(),
              asset("core.c")
                  .from("raw.a")
                  .from("raw.b")
                  .owners("ada lovelace", "ops@x.io")
                  .build(),
              asset("core.d").from("core.c").group("out").build(),
              asset("mart.e").from("core.d").tags(Map.of("gold", "yes")).build(),
              asset("mart.f").from("core.d").from("raw.b").build()));

  private static String select(String text) {
    Selected selected = Selector.select(SelectionParser.parse(text), GRAPH);
    return selected.assets().stream()
        .mapToObj(index -> GRAPH.assets().get(index).key().name())
        .sorted()
        .collect(Collectors.joining());
  }

  @Test
  void each_form_selects_what_it_says() {
    assertEquals("c", select("core.c"));
    assertEquals("abc", select("+core.c"));
    assertEquals("cdef", select("core.c+"));
    assertEquals("abcdef", select("+core.c+"));
    assertEquals("cde", select("2+mart.e"));
    assertEquals("cd", select("core.c+1"));
    assertEquals("bcf", select("raw.b+1"));
    assertEquals("e", select("0+mart.e+0"));
    assertEquals("abcdef", select("*"));
    assertEquals("ef", select(" mart.* "));
    assertEquals("be", select("tag:gold"));
    assertEquals("e", select("tag:gold=yes"));
    assertEquals("b", select("tag:team=data-eng"));
    assertEquals("b", select("tag:\"gold=\""));
    assertEquals("d", select("group:out"));
    assertEquals("c", select("owner:ops@x.io"));
    assertEquals("c", select("owner:\"ada lovelace\""));
    assertEquals("a", select("kind:python"));
    assertEquals("", select("tag:nobody"));
  }

  @Test
  void operators_bind_as_the_grammar_says() {
    assertEquals("abe", select("raw.* | mart.e"));
    assertEquals("be", select("tag:gold & (raw.* | mart.*)"));
    assertEquals("ae", select("raw.* - raw.b | mart.e"));
    assertEquals("a", select("raw.* - (raw.b | mart.e)"));
    assertEquals("abe", select("raw.* | tag:gold & mart.*"));
    assertEquals("b", select("raw.*&tag:gold"));
    assertEquals("a", select("raw.*-raw.b"));
    assertEquals("cdef", select("(core.c | core.d)+"));
    assertEquals("abcd", select("1+(core.c | core.d) - mart.*"));
    assertEquals("c", select("((core.c))"));
  }

  @Test
  void the_part_that_brought_an_asset_first_is_its_reason() {
    Selected selected = Selector.select(SelectionParser.parse("core.d | +mart.e"), GRAPH);
    assertEquals(new Selected.Reason("core.d", 1, Selected.Relation.SELF), reason(selected, "d"));
    assertEquals(
        new Selected.Reason("+mart.e", 10, Selected.Relation.UPSTREAM), reason(selected, "c"));
    assertEquals(null, reason(selected, "f"));
  }

  private static Selected.Reason reason(Selected selected, String name) {
    for (int i = 0; i < GRAPH.assets().size(); i++) {
      if (GRAPH.assets().get(i).key().name().equals(name)) {
        return selected.reason(i);
      }
    }
    throw new AssertionError(name);
  }

  @Test
  void mistakes_are_told_with_their_column() {
    assertMistake("", 1, "the end");
    assertMistake("raw.a |", 8, "the end");
    assertMistake("raw.a raw.b", 7, "r");
    assertMistake("(raw.a", 7, "the end");
    assertMistake("raw.a)", 6, ")");
    assertMistake("& raw.a", 1, "&");
    assertMistake("raw", 4, "the end");
    assertMistake("raw.", 5, "the end");
    assertMistake("raw.A", 1, "r");
    assertMistake("2 raw.a", 2, " ");
    assertMistake("2raw.a", 2, "r");
    assertMistake("+ raw.a", 2, " ");
    assertMistake("raw.a + 2", 7, "+");
    assertMistake("raw.a+12345", 7, "1");
    assertMistake("team:x", 1, "t");
    assertMistake("tag:", 5, "the end");
    assertMistake("tag:\"x", 7, "the end");
    assertMistake("tag:\"\\n\"", 7, "n");
    assertMistake("raw.a | nope.x", 9, null);
    assertMistake("raw.a - 2+(nope.*)", 12, null);
    assertMistake("raw.a \u0007", 7, "U+0007");
    assertMistake("(".repeat(65) + "raw.a", 66, "r");
  }

  private static void assertMistake(String text, int column, String found) {
    Problem problem =
        assertThrows(ProblemException.class, () -> select(text), () -> "of " + text).problem();
    assertEquals(ErrorCode.INVALID_SELECTION, problem.code());
    assertEquals(column, problem.details().get("column"), () -> text + ": " + problem);
    assertEquals(found, problem.details().get("found"), text);
  }

  @Test
  void length_and_number_of_terms_are_bounded() {
    String most = "*" + "|*".repeat(255);
    assertEquals("abcdef", select(most));
    assertThrows(ProblemException.class, () -> select(most + "|*"));
    assertThrows(ProblemException.class, () -> select("*" + " ".repeat(4_096)));
  }

  @Test
  void random_selections_agree_with_sets_of_names() {
    Seeds seeds = Seeds.of("SelectionTest");
    for (int round = 0; round < 400; round++) {
      AssetGraph graph = random(seeds);
      PlainSelection plain = new PlainSelection(graph, seeds);
      PlainSelection.Chosen chosen = plain.random(4);
      Set<String> actual = new TreeSet<>();
      Selected selected = Selector.select(SelectionParser.parse(chosen.text()), graph);
      selected.assets().stream()
          .forEach(index -> actual.add(graph.assets().get(index).key().text()));
      assertEquals(new TreeSet<>(chosen.assets()), actual, chosen::text);
    }
  }

  private static AssetGraph random(Seeds seeds) {
    List<NewAsset> assets = new ArrayList<>();
    int count = 3 + seeds.below(10);
    for (int i = 0; i < count; i++) {
      var builder = asset("n" + i % 3 + ".a" + i).kind("k" + seeds.below(2));
      builder.group("g" + seeds.below(3)).owners("o" + seeds.below(3));
      builder.tags(Map.of("t" + seeds.below(3), "v" + seeds.below(2)));
      for (int up = 0; up < i; up++) {
        if (seeds.below(3) == 0) {
          builder.from("n" + up % 3 + ".a" + up);
        }
      }
      assets.add(builder.build());
    }
    return Manifests.graph(new NewManifest(null, null, seeds.shuffled(assets)));
  }
}
