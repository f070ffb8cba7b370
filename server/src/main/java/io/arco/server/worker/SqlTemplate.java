package io.arco.server.worker;

import io.arco.planner.run.ErrorCategory;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL with places: <code>{{ ref('namespace.name') }}</code> stands for an upstream asset, <code>
 * {{ this }}</code> for what was made, other names for values. A value becomes a literal, so no
 * value is ever read as SQL.
 */
final class SqlTemplate {
  /**
   * The catalog of names that places become. No text of a user can name it: what looks like it is a
   * place.
   */
  static final String CATALOG = "{{}}";

  /** The name of what was made. */
  static final String THIS = "\"" + CATALOG + "\".\"output\".\"this\"";

  private static final Pattern PLACE = Pattern.compile("\\{\\{(.*?)\\}\\}", Pattern.DOTALL);
  private static final Pattern HALF = Pattern.compile("\\{\\{|\\}\\}");
  private static final Pattern REF =
      Pattern.compile("ref\\(\\s*(['\"])([a-z][a-z0-9_]*)\\.([a-z][a-z0-9_]*)\\1\\s*\\)");

  private SqlTemplate() {}

  /**
   * A text whose places are filled.
   *
   * @param sql the SQL
   * @param refs the assets it refers to
   */
  record Filled(String sql, Set<String> refs) {}

  /**
   * Fills the places.
   *
   * @param values SQL texts by name
   * @param isOfOutput whether <code>{{ this }}</code> stands for something
   * @throws TaskFailure CONFIGURATION, naming the place that means nothing and its line
   */
  static Filled fill(String template, Map<String, String> values, boolean isOfOutput) {
    Set<String> refs = new LinkedHashSet<>();
    StringBuilder sql = new StringBuilder();
    Matcher places = PLACE.matcher(template);
    int end = 0;
    while (places.find()) {
      sql.append(plain(template, end, places.start()));
      String name = places.group(1).strip();
      Matcher ref = REF.matcher(name);
      if (ref.matches()) {
        refs.add(ref.group(2) + "." + ref.group(3));
        sql.append(reference(ref.group(2), ref.group(3)));
      } else if (name.equals("this") && isOfOutput) {
        sql.append(THIS);
      } else if (values.containsKey(name)) {
        sql.append(values.get(name));
      } else {
        throw unknown(template, places.start(), name, values);
      }
      end = places.end();
    }
    sql.append(plain(template, end, template.length()));
    return new Filled(sql.toString(), refs);
  }

  /** The name that an asset is read by. */
  static String reference(String namespace, String name) {
    return "\"" + CATALOG + "\".\"" + namespace + "\".\"" + name + "\"";
  }

  private static String plain(String template, int from, int to) {
    String text = template.substring(from, to);
    Matcher half = HALF.matcher(text);
    if (half.find()) {
      throw new TaskFailure(
          ErrorCategory.CONFIGURATION,
          "line "
              + line(template, from + half.start())
              + ": {{ or }} stands there without the other");
    }
    return text;
  }

  private static TaskFailure unknown(
      String template, int at, String name, Map<String, String> values) {
    return new TaskFailure(
        ErrorCategory.CONFIGURATION,
        "line %d: {{ %s }} means nothing here; there are ref('namespace.name') and %s"
            .formatted(line(template, at), name, String.join(", ", values.keySet())));
  }

  private static long line(String template, int at) {
    return 1 + template.substring(0, at).chars().filter(c -> c == '\n').count();
  }
}
