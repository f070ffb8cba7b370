package io.arco.server.cli.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.arco.json.Json;
import io.arco.server.api.PublicTable;
import io.arco.server.cli.CommandException;
import io.arco.server.cli.ExitCode;
import io.arco.server.cli.Rows;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.TableName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a shell does besides asking: commands that begin with a backslash. */
final class MetaCommands {
  /** How each is called, and what it does. */
  static final Map<String, String> HELP = new LinkedHashMap<>();

  static {
    HELP.put("\\d [TABLE]", "tables and views, or the columns of one");
    HELP.put("\\dn", "catalogs and schemas");
    HELP.put("\\l", "the same");
    HELP.put("\\asof [SEQ|TIME]", "ask as of a commit or a time; alone: the present");
    HELP.put("\\x", "a line for each cell, or a row a line");
    HELP.put("\\format FORMAT", "table, csv, json or ndjson");
    HELP.put("\\o [FILE]", "send answers to a file; alone: back to here");
    HELP.put("\\i FILE", "run the statements of a file");
    HELP.put("\\timing", "tell how long each statement takes, or not");
    HELP.put("\\pager [COMMAND]", "show long answers with less -S, or a command; again: not");
    HELP.put("\\?", "these");
    HELP.put("\\q", "leave");
  }

  private static final String SCHEMAS =
      """
      select c.name as "catalog", s.name as "schema", coalesce(s.comment, c.comment) as comment \
      from system.catalog.catalogs c left join system.catalog.schemas s on s.catalog_id = c.id \
      order by all\
      """;

  private static final String TABLES =
      """
      select catalog_name as "catalog", schema_name as "schema", name, format as kind, comment \
      from system.catalog.tables union all \
      select catalog_name, schema_name, name, 'view', comment from system.catalog.views \
      order by all\
      """;

  private static final Pattern PART = Pattern.compile("\"(?:[^\"]|\"\")+\"|[^.\"\\s]+");
  private static final String DEFAULT_PAGER = "less -S";

  private final Shell shell;
  private final Settings settings;
  private final Names names;

  MetaCommands(Shell shell, Settings settings, Names names) {
    this.shell = shell;
    this.settings = settings;
    this.names = names;
  }

  /**
   * Does what a line says.
   *
   * @return false if it says to leave
   * @throws CommandException if it is none, or can't be done
   */
  boolean run(String line) {
    String[] words = line.strip().replaceFirst(";\\s*$", "").split("\\s+", 2);
    String argument = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "\\d" -> describe(argument);
      case "\\dn", "\\l" -> shell.answer(SCHEMAS, 1);
      case "\\asof" -> asOf(argument);
      case "\\x" -> {
        settings.setExpanded(!settings.expanded());
        shell.note("A line for each " + (settings.expanded() ? "cell." : "row."));
      }
      case "\\format" -> format(argument);
      case "\\o" -> output(argument);
      case "\\i" -> shell.include(Path.of(needed("\\i", "a file", argument)));
      case "\\timing" -> {
        settings.setTiming(!settings.timing());
        shell.note("Timing is " + (settings.timing() ? "on." : "off."));
      }
      case "\\pager" -> pager(argument);
      case "\\?" ->
          HELP.forEach((name, help) -> shell.tell(String.format("  %-18s%s", name, help)));
      case "\\q" -> {
        return false;
      }
      default -> throw mistake("there is no command " + words[0] + "; \\? lists them");
    }
    return true;
  }

  private void asOf(String argument) {
    if (!argument.isEmpty()) {
      shell.checkMoment(argument);
    }
    settings.setAsOf(argument.isEmpty() ? null : argument);
  }

  private void format(String argument) {
    try {
      String name = needed("\\format", "table, csv, json or ndjson", argument);
      settings.setFormat(Format.valueOf(name.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.FAILED, "there is no format " + argument + ": table, csv, json or ndjson", e);
    }
  }

  private void output(String argument) {
    try {
      settings.setFile(
          argument.isEmpty()
              ? null
              : new PrintWriter(
                  Files.newBufferedWriter(Path.of(argument), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, argument + " can't be written", e);
    }
  }

  private void pager(String argument) {
    boolean off = argument.isEmpty() && settings.pagerOrNull() != null;
    settings.setPager(off ? null : argument.isEmpty() ? DEFAULT_PAGER : argument);
    shell.note(off ? "No pager." : "Long answers go to " + settings.pagerOrNull() + ".");
  }

  private void describe(String argument) {
    names.forget();
    if (argument.isEmpty()) {
      shell.answer(TABLES, 1);
      shell.note("And system.*: \\d system.catalog.tables describes one, Tab lists them.");
      return;
    }
    TableName table = tableName(argument);
    PublicTable system = names.systemOrNull(table);
    if (system != null) {
      shell.print(columns(system));
      return;
    }
    Rows columns = ask(Names.describe(table, "c.name, c.type, c.nullable, c.comment"));
    if (columns.cells().isEmpty()) {
      view(table);
    } else {
      shell.print(columns);
    }
  }

  private void view(TableName view) {
    Rows found =
        ask(
            "select sql, columns from system.catalog.views where catalog_name = "
                + Quoted.string(view.catalog())
                + " and schema_name = "
                + Quoted.string(view.schema())
                + " and name = "
                + Quoted.string(view.table()));
    if (found.cells().isEmpty()) {
      throw mistake("there is no table or view " + view);
    }
    shell.print(found);
  }

  private Rows ask(String sql) {
    return shell.ask(sql, Question.Tables.SYSTEM);
  }

  private TableName tableName(String argument) {
    List<String> parts = new ArrayList<>();
    PART.matcher(argument).results().forEach(part -> parts.add(plain(part.group())));
    if (parts.size() == 3) {
      return new TableName(parts.get(0), parts.get(1), parts.get(2));
    }
    List<TableName> ending =
        names.tables().stream().filter(table -> endsWith(table, parts)).toList();
    if (ending.size() == 1) {
      return ending.get(0);
    }
    throw mistake(
        ending.isEmpty()
            ? "there is no table or view " + argument
            : argument + " may be " + ending.get(0) + " or " + ending.get(1));
  }

  private static boolean endsWith(TableName table, List<String> parts) {
    List<String> all = List.of(table.catalog(), table.schema(), table.table());
    int from = all.size() - parts.size();
    return from >= 0
        && !parts.isEmpty()
        && String.join("\n", all.subList(from, all.size()))
            .equalsIgnoreCase(String.join("\n", parts));
  }

  private static String plain(String part) {
    return part.startsWith("\"")
        ? part.substring(1, part.length() - 1).replace("\"\"", "\"")
        : part;
  }

  private static Rows columns(PublicTable table) {
    List<Rows.Column> header =
        Stream.of("name", "type", "nullable").map(name -> new Rows.Column(name, false)).toList();
    List<List<JsonNode>> cells = new ArrayList<>();
    for (PublicTable.Column column : table.columns()) {
      cells.add(
          List.of(
              TextNode.valueOf(column.name()),
              TextNode.valueOf(column.type()),
              BooleanNode.valueOf(column.nullable())));
    }
    return new Rows(header, cells, false, Json.MAPPER.valueToTree(table.columns()));
  }

  private static String needed(String command, String what, String argument) {
    if (argument.isEmpty()) {
      throw mistake(command + " needs " + what);
    }
    return argument;
  }

  private static CommandException mistake(String text) {
    return new CommandException(ExitCode.FAILED, text);
  }
}
