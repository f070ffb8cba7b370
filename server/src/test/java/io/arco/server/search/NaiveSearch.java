package io.arco.server.search;

import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.TableEntity;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Search as the design note says it, by a walk over the state: no index, other code for words and
 * distances.
 */
final class NaiveSearch {
  private static final int[] NAME = {120, 100, 80, 20};
  private static final int[] COLUMN = {75, 70, 65, 16};
  private static final int[] TAG = {60, 55, 35, 12};
  private static final int[] OWNER = {50, 45, 30, 10};
  private static final int[] COMMENT = {0, 40, 25, 8};
  private static final int[] PLACE = {0, 1, 1, 0};

  private static final Pattern HUMPS =
      Pattern.compile("_+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private final Map<String, Integer> scores = new TreeMap<>();
  private final List<String> words;
  private final String kind;
  private final String tag;
  private final String owner;

  private NaiveSearch(String q, String kind, String tag, String owner) {
    this.words =
        q == null ? List.of() : runs(q).stream().map(NaiveSearch::joined).distinct().toList();
    this.kind = kind;
    this.tag = tag;
    this.owner = owner;
  }

  private record Scored(int[] worth, String text) {}

  /** The scores of all that is found, by {@code name id}. */
  static Map<String, Integer> find(
      CatalogState state, String q, String kind, String tag, String owner) {
    NaiveSearch search = new NaiveSearch(q, kind, tag, owner);
    search.walk(state, EntityPath.TOP, null);
    return search.scores;
  }

  private void walk(CatalogState state, EntityPath parent, EntityKind parentKind) {
    for (EntityKind each : EntityKind.values()) {
      if (each.parent() == parentKind) {
        for (Entity entity : state.children(parent, each, null, Integer.MAX_VALUE)) {
          List<String> names = new ArrayList<>(parent.names());
          names.add(entity.name());
          judge(entity, parent.names());
          walk(state, EntityPath.of(each, names), each);
        }
      }
    }
  }

  private void judge(Entity entity, List<String> places) {
    if ((kind != null && !kind.equals(entity.kind().text()))
        || (owner != null && !owner.equals(entity.owner()))
        || (tag != null && !tagged(entity))) {
      return;
    }
    int score = 0;
    boolean own = words.isEmpty();
    for (String word : words) {
      int best = best(word, texts(entity));
      own |= best > 0;
      if (words.size() > 1) {
        best = Math.max(best, best(word, places.stream().map(p -> new Scored(PLACE, p)).toList()));
      }
      if (best == 0) {
        return;
      }
      score += best;
    }
    if (own) {
      scores.put(entity.name() + " " + entity.id(), score);
    }
  }

  private boolean tagged(Entity entity) {
    List<Map<String, String>> all = new ArrayList<>(List.of(entity.tags()));
    if (entity instanceof TableEntity table) {
      table.columns().forEach(column -> all.add(column.tags()));
    }
    return all.stream()
        .flatMap(tags -> tags.entrySet().stream())
        .anyMatch(e -> tag.equals(e.getKey()) || tag.equals(e.getKey() + "=" + e.getValue()));
  }

  private static List<Scored> texts(Entity entity) {
    List<Scored> texts = new ArrayList<>();
    texts.add(new Scored(NAME, entity.name()));
    add(OWNER, entity.owner(), texts);
    add(COMMENT, entity.comment(), texts);
    addTags(entity.tags(), texts);
    if (entity instanceof TableEntity table) {
      table
          .columns()
          .forEach(
              column -> {
                texts.add(new Scored(COLUMN, column.name()));
                add(COMMENT, column.comment(), texts);
                addTags(column.tags(), texts);
              });
    }
    return texts;
  }

  private static void addTags(Map<String, String> tags, List<Scored> texts) {
    tags.forEach(
        (key, value) -> {
          add(TAG, key, texts);
          add(TAG, value, texts);
        });
  }

  private static void add(int[] worth, String text, List<Scored> texts) {
    if (text != null && !text.isEmpty()) {
      texts.add(new Scored(worth, text));
    }
  }

  private static int best(String word, List<Scored> texts) {
    int best = 0;
    for (Scored text : texts) {
      List<List<String>> runs = runs(text.text());
      StringBuilder whole = new StringBuilder();
      for (List<String> run : runs) {
        whole.append(joined(run));
        for (int i = 0; i < run.size(); i++) {
          for (String term : List.of(run.get(i), joined(run.subList(i, run.size())))) {
            best = Math.max(best, worth(word, term, text.worth()));
          }
        }
      }
      if (whole.toString().equals(word)) {
        best = Math.max(best, text.worth()[0]);
      }
    }
    return best;
  }

  private static int worth(String word, String term, int[] worth) {
    if (term.equals(word)) {
      return worth[1];
    } else if (term.startsWith(word)) {
      return worth[2];
    }
    int letters = word.codePointCount(0, word.length());
    int edits = letters < 4 ? 0 : letters < 8 ? 1 : 2;
    boolean near =
        word.codePointAt(0) == term.codePointAt(0)
            && edits > 0
            && within(word.codePoints().toArray(), term.codePoints().toArray(), edits);
    return near ? worth[3] : 0;
  }

  /** Whether so many edits make one of the other: by the definition, from the ends of both. */
  private static boolean within(int[] a, int[] b, int edits) {
    if (Math.abs(a.length - b.length) > edits) {
      return false;
    }
    if (a.length == 0 || b.length == 0) {
      return true;
    }
    int lastA = a[a.length - 1];
    int lastB = b[b.length - 1];
    int[] ra = Arrays.copyOf(a, a.length - 1);
    int[] rb = Arrays.copyOf(b, b.length - 1);
    if (lastA == lastB) {
      return within(ra, rb, edits);
    }
    if (edits == 0) {
      return false;
    }
    boolean swapped =
        a.length > 1
            && b.length > 1
            && lastA == b[b.length - 2]
            && lastB == a[a.length - 2]
            && within(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2), edits - 1);
    return swapped
        || within(ra, rb, edits - 1)
        || within(ra, b, edits - 1)
        || within(a, rb, edits - 1);
  }

  private static List<List<String>> runs(String text) {
    List<List<String>> runs = new ArrayList<>();
    String spaced = text.replaceAll("([\\p{IsIdeographic}\\p{So}])", " $1 ");
    for (String run : spaced.split("[^\\p{L}\\p{Nd}\\p{M}\\p{So}_]+")) {
      List<String> parts =
          Arrays.stream(HUMPS.split(run))
              .filter(part -> !part.isEmpty())
              .map(NaiveSearch::fold)
              .toList();
      if (!parts.isEmpty()) {
        runs.add(parts);
      }
    }
    return runs;
  }

  private static String fold(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }
}
