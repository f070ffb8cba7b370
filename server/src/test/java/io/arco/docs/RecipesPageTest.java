package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.cli.ArcoCommand;
import io.arco.testing.Await;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/how-to/read-without-arco.md, run beside a store whose server is gone. */
final class RecipesPageTest {
  private static final String TEXT = Page.of("docs/how-to/read-without-arco.md").text();

  /** A block and the answer that stands below it, if one does. */
  private static final Pattern RECIPE =
      Pattern.compile("(?ms)^```(sql|python)\\n(.*?)^```$(?:\\s*^```text\\n(.*?)^```$)?");

  private static final Pattern IMPORT = Pattern.compile("(?m)^import (.+)$");

  @TempDir private static Path directory;

  @BeforeAll
  static void makeStore() {
    String data = directory.resolve("data").toString();
    String store = "file:" + directory.resolve(".arco/store");
    arco("demo", "convert", "--to", data);
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("store", store, "dataRoots", data))) {
      arco("demo", "load", "--server", server.server().url(), "--data", data);
      server.client().post("/api/v1/snapshots", null).expect(200);
    }
    String script = directory.resolve("arco.sql").toString();
    arco("sql", "--store", store, "--attach", "--data", "--to", script);
  }

  @Test
  void theSqlAnswersWhatThePageSays() throws Exception {
    List<MatchResult> recipes = recipes("sql");
    assertEquals(2, recipes.size());
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(Files.readString(directory.resolve("arco.sql")));
      for (MatchResult recipe : recipes) {
        assertEquals(recipe.group(3), answer(statement, recipe.group(2)), recipe.group(2));
      }
    }
  }

  /** Runs where there is a Python with what a recipe imports; elsewhere it says that it did not. */
  @Test
  void thePythonPrintsWhatThePageSays() throws Exception {
    List<MatchResult> recipes = recipes("python");
    String common =
        recipes.stream()
            .filter(recipe -> recipe.group(3) == null)
            .map(recipe -> recipe.group(2))
            .collect(Collectors.joining("\n"));
    List<MatchResult> asked = recipes.stream().filter(recipe -> recipe.group(3) != null).toList();
    assertEquals(4, asked.size());
    for (MatchResult recipe : asked) {
      String imports = String.join("\n", imports(recipe.group(2)));
      Optional<String> python = pythonWith(imports);
      if (python.isEmpty()) {
        System.out.println("RecipesPageTest: no Python here for: " + imports.replace("\n", "; "));
      } else {
        Ended ended = run(python.get(), common + "\n" + recipe.group(2));
        assertEquals(0, ended.status(), ended.text());
        assertEquals(recipe.group(3), ended.text(), recipe.group(2));
      }
    }
  }

  private static List<MatchResult> recipes(String language) {
    return RECIPE
        .matcher(TEXT)
        .results()
        .filter(recipe -> recipe.group(1).equals(language))
        .toList();
  }

  private static List<String> imports(String block) {
    return IMPORT.matcher(block).results().map(MatchResult::group).toList();
  }

  /** That which scripts/test made, else the one on the path. */
  private static Optional<String> pythonWith(String imports) throws Exception {
    for (String python :
        List.of(Page.ROOT.resolve("target/python/bin/python").toString(), "python3")) {
      if (isProgram(python) && run(python, imports).status() == 0) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(String name) {
    return Stream.of((name.contains("/") ? "" : System.getenv("PATH")).split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(name)));
  }

  /** What a program came to. */
  private record Ended(int status, String text) {}

  private static Ended run(String python, String program) throws Exception {
    Path script = Files.createTempFile(directory, "recipe", ".py");
    Path printed = Files.createTempFile(directory, "printed", ".txt");
    Files.writeString(script, program);
    Process process =
        new ProcessBuilder(python, script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      assertTrue(process.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS), program);
      return new Ended(process.exitValue(), Files.readString(printed));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Rows as {@code duckdb -list -noheader} prints them. */
  private static String answer(Statement statement, String sql) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(rows.getString(i));
        }
        text.append(String.join("|", cells)).append('\n');
      }
    }
    return text.toString();
  }

  private static void arco(String... args) {
    StringWriter err = new StringWriter();
    int status =
        ArcoCommand.run(new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of(), args);
    assertEquals(0, status, err::toString);
  }
}
