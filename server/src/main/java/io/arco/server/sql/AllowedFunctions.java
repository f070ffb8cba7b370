package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The functions a query may call: those of the engine (resource {@code allowed-functions.txt},
 * macros marked) that depend on their arguments alone. Functions that read settings, files,
 * sessions or other SQL, wait, or change anything are not on it; a test fails when the engine has
 * one that nobody judged.
 */
public final class AllowedFunctions {
  /** Largest number that may say how large a value a function makes. */
  static final int MAX_SIZE_ARGUMENT = 10_000;

  private static final String MACRO = " macro";
  private static final Set<String> NAMES = names(false);
  private static final Set<String> MACROS = names(true);

  private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series", "unnest");

  /**
   * Functions whose result is as large as a number says, which DuckDB's memory limit doesn't stop:
   * that number must be a small literal. Value: the positions of such numbers.
   */
  private static final Map<String, List<Integer>> SIZED =
      Map.ofEntries(
          Map.entry("repeat", List.of(1)),
          Map.entry("lpad", List.of(1)),
          Map.entry("rpad", List.of(1)),
          Map.entry("list_resize", List.of(1)),
          Map.entry("array_resize", List.of(1)),
          Map.entry("bitstring", List.of(1)),
          Map.entry("to_base", List.of(2)),
          Map.entry("equi_width_bins", List.of(2)),
          Map.entry("bar", List.of(3)),
          Map.entry("range", List.of(0, 1, 2)),
          Map.entry("generate_series", List.of(0, 1, 2)));

  private static final Set<String> FORMATTED = Set.of("format", "printf");
  private static final Pattern WIDE_FORMAT = Pattern.compile("\\d{5,}|\\*|\\{[^}]*\\{");

  private AllowedFunctions() {}

  private static Set<String> names(boolean macros) {
    try (InputStream list = AllowedFunctions.class.getResourceAsStream("allowed-functions.txt")) {
      Set<String> names = new TreeSet<>();
      new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !macros || line.endsWith(MACRO))
          .forEach(line -> names.add(line.replace(MACRO, "")));
      // Known to the grammar or the binder, not to the engine's list.
      names.addAll(macros ? List.of() : List.of("unnest", "unlist", "grouping", "grouping_id"));
      return Set.copyOf(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Their names, operators among them. */
  public static Set<String> names() {
    return NAMES;
  }

  /** Whether the engine expands the call as a macro, which may repeat its arguments. */
  static boolean isMacro(JsonNode call) {
    return MACROS.contains(call.path("function_name").asText().toLowerCase(Locale.ROOT));
  }

  /** Checks a FUNCTION or WINDOW expression. */
  static void check(JsonNode call) {
    String name = call.path("function_name").asText().toLowerCase(Locale.ROOT);
    if (!NAMES.contains(name)) {
      throw refused("The function is not available.", name);
    }
    if (SIZED.containsKey(name) || FORMATTED.contains(name)) {
      checkSize(name, call);
    }
  }

  private static void checkSize(String name, JsonNode call) {
    JsonNode arguments = call.path("children");
    // In x.repeat(3) the parser takes x for a schema, and the arguments are one short.
    boolean chained = !Set.of("", "main").contains(call.path("schema").asText());
    for (int position : SIZED.getOrDefault(name, List.of())) {
      if (chained || (arguments.has(position) && !isSmallNumber(arguments.get(position)))) {
        throw refused("The function's size argument must be a literal up to 10,000.", name);
      }
    }
    if (FORMATTED.contains(name) && (chained || !isPlainFormat(arguments.path(0)))) {
      throw refused("The function's format must be a literal with no large width.", name);
    }
  }

  /** Checks a function in FROM. */
  static void checkTableFunction(JsonNode call) {
    String name = call.path("function_name").asText().toLowerCase(Locale.ROOT);
    boolean qualified =
        !call.path("schema").asText().isEmpty() || !call.path("catalog").asText().isEmpty();
    if (qualified || !TABLE_FUNCTIONS.contains(name)) {
      throw refused("The table function is not available.", name);
    }
  }

  private static boolean isSmallNumber(JsonNode argument) {
    JsonNode children = argument.path("children");
    if (argument.path("function_name").asText().equals("-") && children.size() == 1) {
      return isSmallNumber(children.get(0));
    }
    JsonNode value = argument.at("/value/value");
    return argument.path("class").asText().equals("CONSTANT")
        && value.isNumber()
        && Math.abs(value.asDouble()) <= MAX_SIZE_ARGUMENT;
  }

  private static boolean isPlainFormat(JsonNode argument) {
    return argument.path("class").asText().equals("CONSTANT")
        && argument.at("/value/value").isTextual()
        && !WIDE_FORMAT.matcher(argument.at("/value/value").asText()).find();
  }

  private static RuntimeException refused(String text, String function) {
    return Problem.of(ErrorCode.SQL_NOT_ALLOWED, text).with("function", function).asException();
  }
}
