package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages lead where they say, and nowhere on the machine they were written on. */
final class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.*}-])/(?:root|home|work|Users|tmp|mnt)/|\\.\\./shared");

  @Test
  void everyRelativeLinkLeadsToAFileAndToAHeadingOfIt() {
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (Page page : Page.all()) {
      Matcher links = LINK.matcher(page.prose());
      while (links.find()) {
        String link = links.group(1);
        if (!link.matches("[a-z]+:.*")) {
          followed++;
          if (!leadsSomewhere(page, link)) {
            broken.add(page.path() + " → " + link);
          }
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(followed > 30, "links were looked at: " + followed);
  }

  private static boolean leadsSomewhere(Page page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path folder = Page.ROOT.resolve(page.path()).getParent();
    Path target = file.isEmpty() ? Page.ROOT.resolve(page.path()) : folder.resolve(file);
    if (!Files.exists(target) || !target.normalize().startsWith(Page.ROOT)) {
      return false;
    }
    return hash < 0
        || HEADING
            .matcher(Page.of(Page.ROOT.relativize(target.normalize()).toString()).prose())
            .results()
            .anyMatch(heading -> anchor(heading.group(1)).equals(link.substring(hash + 1)));
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  @Test
  void noPageNamesAPlaceOnAMachine() {
    List<String> found = new ArrayList<>();
    for (Page page : Page.all()) {
      Matcher matcher = MACHINE_PATH.matcher(page.text());
      while (matcher.find()) {
        found.add(page.path() + ": " + matcher.group());
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void everyModuleHasAReadmeAndEveryPackageSaysWhatItIs() {
    List<String> missing = new ArrayList<>();
    for (Path module : Page.files("pom.xml")) {
      if (!Files.exists(module.resolveSibling("README.md"))) {
        missing.add(Page.ROOT.relativize(module.resolveSibling("README.md")).toString());
      }
    }
    for (Path source : Page.files(".java")) {
      String path = Page.ROOT.relativize(source).toString();
      if (path.contains("src/main") && !Files.exists(source.resolveSibling("package-info.java"))) {
        missing.add(Page.ROOT.relativize(source.resolveSibling("package-info.java")).toString());
      }
    }
    assertEquals(List.of(), missing.stream().distinct().toList());
  }
}
