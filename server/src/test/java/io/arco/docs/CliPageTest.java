package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.cli.ArcoCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/reference/cli.md names the commands, options and exit codes that there are. */
final class CliPageTest {
  private static final Page PAGE = Page.of("docs/reference/cli.md");
  private static final Pattern OPTION = Pattern.compile("--[a-z]+(?:-[a-z]+)*");
  private static final Set<String> OF_ALL = Set.of("--help", "--verbose");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server",
        "token",
        "worker",
        "deploy",
        "run",
        "runs",
        "status",
        "logs",
        "explain",
        "cancel",
        "sql",
        "verify",
        "doctor",
        "gc",
        "backup",
        "restore",
        "repair",
        "demo convert",
        "demo load",
        "demo show"
      })
  void theOptionsOfACommandAreDocumentedAndNoOthers(String command) {
    Set<String> options = options(arco(("help " + command).split(" ")));
    options.removeAll(OF_ALL);
    assertEquals(options, documented(command));
  }

  private static Set<String> documented(String command) {
    if (command.startsWith("demo")) {
      return PAGE.rows("command").stream()
          .filter(row -> row.get(0).equals("`" + command + "`"))
          .flatMap(row -> options(row.get(1)).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
    String section = PAGE.text().split("## `arco " + command + "`", 2)[1].split("\n## ", 2)[0];
    return section
        .lines()
        .filter(line -> line.startsWith("| `--"))
        .flatMap(line -> options(line.split("\\|", 3)[1]).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theCommandsAndExitCodesAreDocumented() {
    String usage = arco("help");
    Pattern.compile("(?m)^  ([a-z]+)  +[A-Z]")
        .matcher(usage)
        .results()
        .forEach(it -> assertTrue(PAGE.text().contains("`arco " + it.group(1) + "`"), it.group(1)));
    assertEquals(
        Pattern.compile("(?m)^  ([0-9])  ")
            .matcher(usage)
            .results()
            .map(code -> code.group(1))
            .toList(),
        PAGE.rows("status").stream().map(row -> row.get(0)).toList());
  }

  private static Set<String> options(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(option -> option.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String arco(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertEquals(
        0,
        ArcoCommand.run(new PrintWriter(out), new PrintWriter(err), Map.of(), args),
        err::toString);
    return out.toString();
  }
}
