package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces the tables' names in a checked text by names of the engine's views, so that no name of a
 * user means a database, schema or keyword of DuckDB, and case is kept apart.
 *
 * <p>The text is cut at the positions the parser gives. {@code catalog.schema.table} without an
 * alias gets its last part as alias; a column written {@code catalog.schema.table.column} or {@code
 * schema.table.column} loses what stands before the table. The same change is made to the tree, and
 * the new text must parse to exactly that tree: if a cut went wrong the query is refused.
 */
final class TableRewrite {
  /** Between a version and the ends of its clause are at most so many bytes. */
  private static final int MAX_AT_BYTES = 100;

  /** A version written out takes at most so many bytes: a name, a quote doubled. */
  private static final int MAX_VERSION_BYTES = 4 * TableVersion.MAX_NAME + 2;

  private static final Pattern BEFORE_VERSION =
      Pattern.compile("(?i)AT[ \\t\\r\\n]*\\([ \\t\\r\\n]*VERSION[ \\t\\r\\n]*=>[ \\t\\r\\n]*$");

  private static final Pattern AFTER_VERSION =
      Pattern.compile("(?:\\d+|'(?:[^']|'')++')[ \\t\\r\\n]*\\)");

  private final byte[] text;
  private final TreeCheck check;
  private final Map<Integer, Cut> cuts = new TreeMap<>();

  /** What to do from a byte: drop up to {@code end}, put a table and a text instead. */
  private record Cut(int end, TableName table, String text) {}

  private TableRewrite(String sql, TreeCheck check) {
    this.text = sql.getBytes(StandardCharsets.UTF_8);
    this.check = check;
  }

  /**
   * Cuts the text and changes the tree to match.
   *
   * @param check of the tree, whose nodes are changed
   */
  static GatedSql of(String sql, TreeCheck check) {
    TableRewrite rewrite = new TableRewrite(sql, check);
    Set<String> shared = rewrite.sharedNames();
    List<TableName> unaliased = rewrite.unaliasedTables();
    check.qualifiedColumns.forEach(column -> rewrite.cutColumn(column, unaliased, shared));
    Set<TableName> names = new LinkedHashSet<>();
    check.tables.stream()
        .sorted(Comparator.comparingLong(table -> table.path("query_location").asLong()))
        .forEach(table -> names.add(rewrite.cutTable(table)));
    return new GatedSql(
        rewrite.pieces(), List.copyOf(names), check.parameterCount(), check.nesting());
  }

  /** The name a table has in the tree after the change. */
  static String view(TableName name) {
    return "v" + Integer.toHexString(name.hashCode());
  }

  /** Last parts that something else in the text is called too. */
  private Set<String> sharedNames() {
    Map<String, Set<TableName>> byLastPart =
        unaliasedTables().stream()
            .collect(
                Collectors.groupingBy(name -> TreeCheck.lower(name.table()), Collectors.toSet()));
    return byLastPart.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1 || check.aliases.contains(entry.getKey()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private List<TableName> unaliasedTables() {
    return check.tables.stream()
        .filter(table -> table.path("alias").asText().isEmpty())
        .map(TreeCheck::name)
        .toList();
  }

  private TableName cutTable(ObjectNode table) {
    TableName name = TreeCheck.name(table);
    List<String> parts = List.of(name.catalog(), name.schema(), name.table());
    List<NameScanner.Part> scanned = scan(table, parts);
    boolean aliased = !table.path("alias").asText().isEmpty();
    String alias = aliased ? "" : " AS " + Quoted.identifier(name.table());
    cuts.put(scanned.get(0).start(), new Cut(scanned.get(2).end(), name, alias));
    if (name.version().isPresent()) {
      cutVersion(table);
    }
    table
        .put("catalog_name", "")
        .put("schema_name", EngineBase.SCHEMA)
        .put("table_name", view(name));
    if (!aliased) {
      table.put("alias", name.table());
    }
    return name;
  }

  /** Drops {@code AT (VERSION => n)}, which stands after the table's name and alias. */
  private void cutVersion(ObjectNode table) {
    int at = table.at("/at_clause/expr/query_location").asInt(-1);
    if (at < 0 || at >= text.length) {
      throw unsupported();
    }
    int from = Math.max(0, at - MAX_AT_BYTES);
    String before = new String(text, from, at - from, StandardCharsets.ISO_8859_1);
    int end = Math.min(text.length, at + MAX_VERSION_BYTES + MAX_AT_BYTES);
    String after = new String(text, at, end - at, StandardCharsets.ISO_8859_1);
    Matcher start = BEFORE_VERSION.matcher(before);
    Matcher rest = AFTER_VERSION.matcher(after);
    if (!start.find() || !rest.lookingAt()) {
      throw unsupported();
    }
    cuts.put(from + start.start(), new Cut(at + rest.end(), null, " "));
    table.putNull("at_clause");
  }

  private void cutColumn(ObjectNode column, List<TableName> unaliased, Set<String> shared) {
    List<String> parts = new ArrayList<>();
    column.path("column_names").forEach(part -> parts.add(part.asText()));
    Optional<Integer> dropped =
        unaliased.stream().map(table -> prefix(table, parts)).max(Comparator.naturalOrder());
    if (dropped.orElse(0) == 0) {
      return;
    }
    String table = parts.get(dropped.get());
    if (shared.contains(TreeCheck.lower(table))) {
      throw Problem.of(
              ErrorCode.SQL_NOT_ALLOWED,
              "Several tables of the query end in this name; give them aliases and use those.")
          .with("column", String.join(".", parts))
          .asException();
    }
    List<NameScanner.Part> scanned = scan(column, parts);
    cuts.put(scanned.get(0).start(), new Cut(scanned.get(dropped.get()).start(), null, ""));
    ArrayNode kept = column.putArray("column_names");
    parts.subList(dropped.get(), parts.size()).forEach(kept::add);
  }

  /** How many parts of the column's name stand before the table's last part; 0: another table. */
  private static int prefix(TableName table, List<String> column) {
    List<String> name = List.of(table.catalog(), table.schema(), table.table());
    for (int dropped = 2; dropped > 0; dropped--) {
      List<String> start = name.subList(2 - dropped, 3);
      if (column.size() > start.size()
          && TreeCheck.lower(String.join("\0", column.subList(0, start.size())))
              .equals(TreeCheck.lower(String.join("\0", start)))) {
        return dropped;
      }
    }
    return 0;
  }

  private List<NameScanner.Part> scan(JsonNode node, List<String> parts) {
    long location = node.path("query_location").asLong(-1);
    List<NameScanner.Part> scanned =
        location < 0 || location >= text.length
            ? List.of()
            : new NameScanner(text, (int) location).scan(parts.size());
    if (!scanned.stream().map(NameScanner.Part::name).toList().equals(parts)) {
      throw unsupported();
    }
    return scanned;
  }

  static RuntimeException unsupported() {
    return Problem.of(
            ErrorCode.SQL_NOT_ALLOWED,
            "The table's name stands in a place that is not supported; write FROM"
                + " catalog.schema.table.")
        .asException();
  }

  private List<GatedSql.Piece> pieces() {
    List<GatedSql.Piece> pieces = new ArrayList<>();
    TableName table = null;
    String before = "";
    int from = 0;
    for (Map.Entry<Integer, Cut> entry : cuts.entrySet()) {
      int start = entry.getKey();
      if (start < from) {
        throw unsupported();
      }
      pieces.add(new GatedSql.Piece(table, before + utf8(from, start)));
      table = entry.getValue().table();
      before = entry.getValue().text();
      from = entry.getValue().end();
    }
    pieces.add(new GatedSql.Piece(table, before + utf8(from, text.length)));
    return pieces;
  }

  private String utf8(int from, int to) {
    return new String(Arrays.copyOfRange(text, from, to), StandardCharsets.UTF_8);
  }
}
