package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every feature that docs/features.md claims cites what shows it, and that exists. */
final class FeaturesPageTest {
  private static final Page PAGE = Page.of("docs/features.md");

  @Test
  void everyFeatureCitesSomethingThatExists() {
    Map<String, Path> tests = tests();
    List<String> wrong = new ArrayList<>();
    List<List<String>> rows = PAGE.rows("feature");
    for (List<String> row : rows) {
      List<String> cited = Page.code(row.get(1));
      if (cited.isEmpty()) {
        wrong.add(row.get(0) + ": nothing is cited");
      }
      for (String citation : cited) {
        if (!exists(citation, tests)) {
          wrong.add(row.get(0) + ": there is no " + citation);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(rows.size() > 20, "rows were looked at: " + rows.size());
  }

  @Test
  void everyTestThatAnyPageNamesExists() {
    Set<String> tests = tests().keySet();
    List<String> wrong = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String code : Page.code(page.prose())) {
        if (code.matches("[A-Z]\\w+Test") && !tests.contains(code)) {
          wrong.add(page.path() + ": there is no " + code);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean exists(String citation, Map<String, Path> tests) {
    if (citation.startsWith("scripts/")) {
      return Files.isExecutable(Page.ROOT.resolve(citation.split(" ", 2)[0]));
    }
    String[] parts = citation.split("\\.", 2);
    Path test = tests.get(parts[0]);
    return test != null && (parts.length == 1 || Page.read(test).contains(" " + parts[1] + "("));
  }

  /** The test classes by their simple name. */
  private static Map<String, Path> tests() {
    return Page.files("Test.java").stream()
        .filter(file -> file.toString().contains("src" + file.getFileSystem().getSeparator()))
        .collect(
            Collectors.toMap(
                file -> file.getFileName().toString().replace(".java", ""),
                file -> file,
                (first, second) -> first,
                HashMap::new));
  }
}
