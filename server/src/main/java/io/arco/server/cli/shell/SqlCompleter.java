package io.arco.server.cli.shell;

import io.arco.server.sql.AllowedFunctions;
import io.arco.server.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * What may stand at the cursor: commands behind a backslash, else keywords, tables part by part,
 * columns of the tables that the statement names, and functions that the gate allows.
 */
final class SqlCompleter implements Completer {
  private static final List<String> KEYWORDS =
      List.of(
          "all",
          "and",
          "any",
          "as",
          "asc",
          "between",
          "by",
          "case",
          "cast",
          "cross",
          "desc",
          "distinct",
          "else",
          "end",
          "except",
          "exclude",
          "exists",
          "false",
          "filter",
          "from",
          "full",
          "group",
          "having",
          "ilike",
          "in",
          "inner",
          "intersect",
          "interval",
          "is",
          "join",
          "lateral",
          "left",
          "like",
          "limit",
          "not",
          "null",
          "nulls",
          "offset",
          "on",
          "or",
          "order",
          "outer",
          "over",
          "partition",
          "pivot",
          "qualify",
          "recursive",
          "replace",
          "right",
          "select",
          "semi",
          "then",
          "true",
          "union",
          "unpivot",
          "using",
          "values",
          "when",
          "where",
          "window",
          "with");

  private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern TABLE =
      Pattern.compile(
          "(?i)\\b(?:from|join|,)\\s*("
              + PART
              + "\\."
              + PART
              + "\\."
              + PART
              + ")(?:\\s+(?:as\\s+)?("
              + PART
              + "))?");
  private static final Pattern PARTS = Pattern.compile(PART);
  private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");

  private final Names names;
  private final Set<String> functions = new TreeSet<>();

  SqlCompleter(Names names) {
    this.names = names;
    AllowedFunctions.names().stream().filter(BARE.asMatchPredicate()).forEach(functions::add);
  }

  @Override
  public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
    SqlLine line = (SqlLine) parsed;
    String word = line.word();
    String before = line.line().substring(0, line.start());
    if (line.line().stripLeading().startsWith("\\")) {
      ofCommand(before, word, candidates);
    } else {
      ofStatement(statement(line), word, candidates);
    }
  }

  /** The statement that the cursor is in. */
  private static String statement(SqlLine line) {
    SqlText.Split before = SqlText.split(line.line().substring(0, line.cursor()));
    return line.line().substring(Math.min(before.rest().offset(), line.line().length()));
  }

  private void ofCommand(String before, String word, List<Candidate> candidates) {
    String command = before.strip();
    if (command.isEmpty()) {
      MetaCommands.HELP.forEach(
          (name, help) -> add(candidates, name.split(" ")[0], "commands", help, true));
    } else if (command.equals("\\d")) {
      tables(word, candidates, true);
    } else if (command.equals("\\format")) {
      for (Format format : Format.values()) {
        add(candidates, format.name().toLowerCase(Locale.ROOT), "formats", null, true);
      }
    }
  }

  private void ofStatement(String statement, String word, List<Candidate> candidates) {
    Map<String, TableName> named = named(statement);
    int dot = word.lastIndexOf('.');
    if (dot < 0) {
      KEYWORDS.forEach(keyword -> add(candidates, asTyped(keyword, word), "keywords", null, true));
      Set<String> columns = new LinkedHashSet<>();
      new LinkedHashSet<>(named.values()).forEach(table -> columns.addAll(names.columns(table)));
      columns.forEach(column -> add(candidates, quoted(column), "columns", null, true));
      if (!word.isEmpty()) {
        functions.forEach(
            function -> add(candidates, asTyped(function, word) + "(", "functions", null, false));
      }
    } else {
      TableName table = named.get(plain(word.substring(0, dot)));
      if (table != null) {
        String prefix = word.substring(0, dot + 1);
        names
            .columns(table)
            .forEach(column -> add(candidates, prefix + quoted(column), "columns", null, true));
      }
    }
    tables(word, candidates, false);
  }

  /** The next part of each table's name. */
  private void tables(String word, List<Candidate> candidates, boolean isWholeAnswer) {
    int dots = (int) SqlText.code(word).chars().filter(c -> c == '.').count();
    Set<String> seen = new LinkedHashSet<>();
    for (TableName table : names.tables()) {
      List<String> parts =
          List.of(quoted(table.catalog()), quoted(table.schema()), quoted(table.table()));
      if (dots < parts.size()) {
        seen.add(String.join(".", parts.subList(0, dots + 1)) + (dots < 2 ? "." : ""));
      }
    }
    seen.forEach(name -> add(candidates, name, "tables", null, isWholeAnswer && dots == 2));
  }

  /** Tables of a statement by what its columns are qualified with. */
  private static Map<String, TableName> named(String statement) {
    Map<String, TableName> named = new LinkedHashMap<>();
    Matcher table = TABLE.matcher(statement);
    while (table.find()) {
      List<String> parts = new ArrayList<>();
      PARTS.matcher(table.group(1)).results().forEach(part -> parts.add(plain(part.group())));
      TableName name = new TableName(parts.get(0), parts.get(1), parts.get(2));
      named.put(parts.get(2), name);
      String alias = table.group(2);
      if (alias != null && !KEYWORDS.contains(alias.toLowerCase(Locale.ROOT))) {
        named.put(plain(alias), name);
      }
    }
    return named;
  }

  private static String plain(String part) {
    return part.startsWith("\"") && part.endsWith("\"") && part.length() > 2
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }

  private static String quoted(String name) {
    boolean isBare = BARE.matcher(name).matches() && !KEYWORDS.contains(name);
    return isBare ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Who types capitals gets capitals. */
  private static String asTyped(String keyword, String word) {
    boolean isUpper =
        !word.isEmpty()
            && word.equals(word.toUpperCase(Locale.ROOT))
            && Character.isUpperCase(word.charAt(0));
    return isUpper ? keyword.toUpperCase(Locale.ROOT) : keyword;
  }

  private static void add(
      List<Candidate> candidates, String value, String group, String help, boolean complete) {
    candidates.add(new Candidate(value, value, group, help, null, null, complete));
  }
}
