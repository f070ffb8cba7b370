package io.arco.server.cli;

import static io.arco.server.cli.TerminalRun.arco;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.json.Json;
import io.arco.server.config.ConfigReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Option;

final class CommandLineTest {
  @Test
  void noCommandIsAMistakeOfUse() {
    TerminalRun run = arco();
    assertEquals(ExitCode.USAGE, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().contains("a command is needed"), run.err());
  }

  @Test
  void aMistypedCommandIsRefusedWithTheOneThatWasMeant() {
    TerminalRun run = arco("srever");
    assertEquals(ExitCode.USAGE, run.status());
    assertTrue(run.err().contains("arco server"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "sql", "verify", "backup", "restore", "demo", "version"})
  void everyCommandExplainsItself(String command) {
    TerminalRun run = arco("help", command);
    assertEquals(ExitCode.OK, run.status());
    assertTrue(run.out().startsWith("Usage: arco " + command), run.out());
    assertEquals(run.out(), arco(command, "--help").out());
  }

  @Test
  void helpListsTheExitCodes() {
    TerminalRun run = arco("help");
    assertEquals(ExitCode.OK, run.status());
    assertTrue(run.out().contains("3   the server can't be reached"), run.out());
    assertEquals(ExitCode.USAGE, arco("help", "nothing").status());
  }

  @Test
  void versionTellsWhatTheBuildIs() {
    TerminalRun run = arco("version", "--output", "json");
    assertEquals(ExitCode.OK, run.status());
    var facts = Json.tree(run.out().getBytes(StandardCharsets.UTF_8));
    assertTrue(facts.get("version").asText().matches("\\d+\\.\\d+\\.\\d+.*"), run.out());
    assertFalse(facts.get("commit").asText().contains("$"), run.out());
    assertEquals(1, facts.get("storageFormat").asInt());
  }

  @Test
  void serverPrintsItsConfigurationInsteadOfServing() {
    TerminalRun run =
        arco(Map.of("ARCO_SQL__THREADS", "3"), "server", "--port", "0", "--print-config");
    assertEquals(ExitCode.OK, run.status());
    var tree = Json.tree(run.out().getBytes(StandardCharsets.UTF_8));
    assertEquals(0, tree.at("/http/port/value").asInt());
    assertEquals("flag --port", tree.at("/http/port/source").asText());
    assertEquals(3, tree.at("/sql/threads/value").asInt());
    assertEquals("environment ARCO_SQL__THREADS", tree.at("/sql/threads/source").asText());
    assertEquals("default", tree.at("/store/source").asText());
  }

  @Test
  void aWrongConfigurationEndsWithEveryMistakeAndNoTrace() {
    TerminalRun run = arco("server", "--port", "x", "--log", "xml");
    assertEquals(ExitCode.USAGE, run.status());
    assertEquals(2, run.err().lines().count(), run.err());
    assertTrue(run.err().lines().allMatch(line -> line.startsWith("arco: ")), run.err());
  }

  @Test
  void theFlagsThatTheReferenceNamesAreTheFlagsOfTheServer() {
    Set<String> named =
        Pattern.compile("- flag: `(--[a-z-]+)`")
            .matcher(ConfigReference.markdown())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> taken =
        Arrays.stream(ConfigOptions.class.getDeclaredFields())
            .map(field -> field.getAnnotation(Option.class))
            .filter(option -> Arrays.toString(option.description()).contains("(key "))
            .map(option -> option.names()[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(named, taken);
  }
}
