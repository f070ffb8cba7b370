package io.arco.server.cli;

import static io.arco.server.cli.PersonAtTerminal.CTRL_C;
import static io.arco.server.cli.PersonAtTerminal.CTRL_D;
import static io.arco.server.cli.PersonAtTerminal.ENTER;
import static io.arco.server.cli.PersonAtTerminal.TAB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.RunningServer;
import io.arco.server.api.PublicTable;
import io.arco.server.cli.shell.Format;
import io.arco.server.cli.shell.Shell;
import io.arco.store.Workspace;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell, from the outside: at a terminal, and through a pipe, over a store whose server is
 * gone.
 */
final class ShellTest {
  private static final int COLUMNS = 80;
  private static final String ENDLESS =
      "select count(*) from range(100000000) a(x), range(100000) b(y) where x * y % 7 = 3;";

  @TempDir private static Path shared;
  @TempDir private Path directory;

  private static StoreSession session;

  @BeforeAll
  static void makeStore() {
    String store = "file:" + shared.resolve("store");
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
      ContractClient client = server.client();
      client
          .post("/api/v1/catalogs", "{\"name\":\"lake\",\"comment\":\"a first one\"}")
          .expect(201);
      client.post("/api/v1/catalogs/lake/schemas", "{\"name\":\"sales\"}").expect(201);
      String table =
          "{\"name\":\"orders\",\"columns\":[{\"name\":\"amount\",\"type\":\"bigint\"},"
              + "{\"name\":\"Total $\",\"type\":\"double\",\"comment\":\"with tax\"}]}";
      client.post("/api/v1/catalogs/lake/schemas/sales/tables", table).expect(201);
      client.post("/api/v1/snapshots", null).expect(200);
    }
    session = new StoreSession(store, Workspace.of("default", "default"));
  }

  @AfterAll
  static void close() {
    session.close();
  }

  private static Shell.Options options(Path historyOrNull, OptionalInt maxRows) {
    return new Shell.Options(
        "Welcome",
        PublicTable.all(Optional.empty(), OpenStore.domains()),
        false,
        Format.TABLE,
        maxRows,
        null,
        AsOfOption::parse,
        historyOrNull);
  }

  private static PersonAtTerminal person(int columns) throws IOException {
    return new PersonAtTerminal(session, options(null, OptionalInt.empty()), columns);
  }

  private static String piped(String input) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    new Shell(session, options(null, OptionalInt.of(3)))
        .run(new StringReader(input), writer, writer);
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void aStatementGoesOverLinesUntilItsSemicolonAndIsRecalledWhole() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      person.types("select 'a;b' as x, -- no; end" + ENTER);
      person.sees("-> ");
      String screen = person.enters("1 as y;");
      assertTrue(screen.contains("a;b  1\n(1 row)\n"), screen);
      person.pressesUp();
      person.types(ENTER);
      person.sees("a;b  1\n(1 row)\n");
    }
  }

  @Test
  void tabCompletesKeywordsTablesColumnsFunctionsAndCommands() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      person.types("sel" + TAB + "1 as n, regexp_ext" + TAB);
      person.sees("select 1 as n, regexp_extract");
      person.types(CTRL_C);
      person.sees("arco> ");
      person.types(
          "select count(*) as n from sys" + TAB + "cat" + TAB + "cata" + TAB + ";" + ENTER);
      String screen = person.sees("(1 row)");
      assertTrue(screen.contains("from system.catalog.catalogs"), screen);
      person.sees("arco> ");
      person.types("\\d lake." + TAB + "ord" + TAB + ENTER);
      screen = person.sees("(2 rows)");
      assertTrue(screen.contains("Total $  double  true      with tax"), screen);
      person.sees("arco> ");
      person.types(
          "select 1 from system.audit.commits x where x.commit_i" + TAB + "is null;" + ENTER);
      screen = person.sees("(0 rows)");
      assertTrue(screen.contains("x.commit_id is null"), screen);
      person.sees("arco> ");
      person.types("\\tim" + TAB + ENTER);
      person.sees("Timing is on.");
    }
  }

  @Test
  void controlCEndsWhatRunsAndNotTheShell() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      for (int i = 0; i < 2; i++) {
        person.types(ENDLESS + ENTER);
        Await.until("the query runs", () -> session.running() == 1);
        person.types(CTRL_C);
        person.sees("Cancelled.");
        Await.until("the engine is idle", () -> session.running() == 0);
        person.sees("arco> ");
      }
      String screen = person.enters("select 1 + 1 as two;");
      assertTrue(screen.contains("  2\n(1 row)"), screen);
      person.types("select what was typed");
      person.sees("typed");
      person.types(CTRL_C);
      person.sees("arco> ");
      assertTrue(person.enters("select 3 as three;").contains("(1 row)"));
    }
  }

  @Test
  void controlDLeavesAndSoDoesACommand() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      person.types(CTRL_D);
      Await.until("the shell ends", person::isAlone);
    }
    try (PersonAtTerminal person = person(COLUMNS)) {
      person.types("\\q" + ENTER);
      Await.until("the shell ends", person::isAlone);
    }
  }

  @Test
  void tablesFitTheTerminal() throws Exception {
    try (PersonAtTerminal person = person(40)) {
      String wide = "repeat('東', 40) as a, repeat('b', 40) as b, null as c, chr(27) || '[2J' as d";
      person.types("select " + wide + ";" + ENTER);
      String screen = person.sees("(1 row)");
      person.sees("arco> ");
      List<String> lines = screen.lines().filter(line -> line.contains("…")).toList();
      assertEquals(1, lines.size(), screen);
      assertTrue(lines.get(0).matches("東+… +b+…  NULL  \uFFFD\\[2J"), lines.get(0));
      assertTrue(TextTable.width(lines.get(0)) <= 40, lines.get(0));
      screen = person.enters("from system.catalog.tables;");
      assertTrue(
          screen.contains("(1 row; 13 columns more than fit)\n\\x shows all columns."), screen);
      person.enters("\\x");
      screen = person.enters("from system.catalog.tables;");
      assertTrue(screen.contains("\nowner          | NULL\n"), screen);
      assertTrue(screen.contains("-[ row 1 ]-"), screen);
    }
  }

  @Test
  void aMistakeIsPointedAt() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      String screen = person.enters("select 1, 2 frm x y;");
      assertTrue(screen.contains("INVALID_SQL at line 1, column 17: syntax error"), screen);
      assertTrue(screen.contains("\n  select 1, 2 frm x y\n                  ^\n"), screen);
      screen = person.enters("select '東', nme from system.catalog.tables;");
      assertTrue(screen.contains("at line 1, column 13: Binder Error"), screen);
      assertTrue(screen.contains("\n  select '東', nme from"), screen);
      assertTrue(screen.contains("\n               ^\n"), screen);
      screen = person.enters("select getenv('x');");
      assertTrue(screen.contains("SQL_NOT_ALLOWED at line 1, column 8: The function"), screen);
      screen = person.enters("\\d nothing");
      assertTrue(screen.contains("there is no table or view nothing"), screen);
    }
  }

  @Test
  void commandsTellWhatThereIs() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      String screen = person.enters("\\d");
      assertTrue(screen.contains("lake     sales   orders  delta  NULL"), screen);
      screen = person.enters("\\dn");
      assertTrue(screen.contains("lake     sales   a first one"), screen);
      assertEquals(
          screen.substring(screen.indexOf("catalog ")), from(person.enters("\\l"), "catalog "));
      screen = person.enters("\\d audit.incarnations");
      assertTrue(screen.contains("backed_up_at  TIMESTAMP WITH TIME ZONE"), screen);
      screen = person.enters("\\?");
      assertTrue(screen.contains("\\timing"), screen);
      screen = person.enters("\\nonsense");
      assertTrue(screen.contains("there is no command \\nonsense; \\? lists them"), screen);
    }
  }

  private static String from(String screen, String text) {
    return screen.substring(screen.indexOf(text));
  }

  @Test
  void theMomentThatIsAskedAboutStandsInThePrompt() throws Exception {
    try (PersonAtTerminal person = person(COLUMNS)) {
      person.types("\\asof 1" + ENTER);
      person.sees("arco@1> ");
      String screen = person.enters("select count(*) as n from system.catalog.schemas;");
      assertTrue(screen.contains("0\n(1 row)"), screen);
      screen = person.enters("\\asof yesterday");
      assertTrue(screen.contains("yesterday is neither a commit's number nor a time"), screen);
      screen = person.enters("\\asof 99");
      screen = person.enters("select 1;");
      assertTrue(screen.contains("SEQUENCE_NOT_REACHED"), screen);
      person.types("\\asof" + ENTER);
      person.sees("arco> ");
    }
  }

  @Test
  void whatWasTypedIsRememberedForTheNextTimeByItsOwnerAlone() throws Exception {
    Path history = directory.resolve("state/arco/sql_history");
    Shell.Options options = options(history, OptionalInt.empty());
    try (PersonAtTerminal person = new PersonAtTerminal(session, options, COLUMNS)) {
      person.types("select 'first'" + ENTER);
      person.sees("-> ");
      person.enters("as once;");
    }
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(history.getParent())));
    try (PersonAtTerminal person = new PersonAtTerminal(session, options, COLUMNS)) {
      person.pressesUp();
      person.types(ENTER);
      person.sees("once \n-----\nfirst\n(1 row)".replace(" \n", "\n"));
    }
  }

  @Test
  void theHistoryIsBounded() throws Exception {
    Path history = directory.resolve("history");
    Files.write(history, Collections.nCopies(5_000, "1700000000000:select 1;"));
    Files.setPosixFilePermissions(history, PosixFilePermissions.fromString("rw-r--r--"));
    Shell.Options options = options(history, OptionalInt.empty());
    try (PersonAtTerminal person = new PersonAtTerminal(session, options, COLUMNS)) {
      person.enters("select 'last';");
    }
    List<String> kept = Files.readAllLines(history);
    assertTrue(kept.size() <= 1_250, () -> kept.size() + " lines");
    assertTrue(kept.get(kept.size() - 1).endsWith("select 'last';"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
  }

  @Test
  void aPipeGetsAnswersAndNothingElse() {
    assertEquals(
        """
        a
        -
        1
        (1 row)
        x,y
        1,
        ""
        NULL
        {"a":1,"a_1":2}
        """
            .replace("\"\"\nNULL\n", ""),
        piped(
                "select 1\nas a;\\format csv\nselect 1 as x, null as y;\n\\format ndjson\n\n"
                    + "-- the last needs no end\nselect 1 as a, 2 as a")
            .replace("\r", ""));
  }

  @Test
  void aCutAnswerSaysSo() {
    assertTrue(
        piped("select * from range(10) r(i);")
            .endsWith(
                "(3 rows)\nOnly the first 3 rows: there are more (--max-rows says how many are"
                    + " shown).\n"));
  }

  @Test
  void aPipeEndsWithTheFirstMistakeAndItsLine() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    Shell shell = new Shell(session, options(null, OptionalInt.empty()));
    CommandException e =
        assertThrows(
            CommandException.class,
            () ->
                shell.run(
                    new StringReader(
                        "select 1 as a;\n\n"
                            + "select\n"
                            + "  nme from system.audit.commits;\n"
                            + "select 3 as c;"),
                    writer,
                    writer));
    assertEquals(ExitCode.FAILED, e.exitCode());
    assertTrue(e.getMessage().startsWith("INVALID_SQL at line 4, column 3: "), e.getMessage());
    assertTrue(out.toString().contains("(1 row)"));
    assertFalse(out.toString().contains("c"), out::toString);
  }

  @Test
  void answersGoToAFileAndStatementsComeFromOne() throws IOException {
    Path file = directory.resolve("out.csv");
    Path script = directory.resolve("script.sql");
    Files.writeString(script, "select 2 as b;\n\\o " + file + "\nselect 3 as c;\n\\o\n");
    String out = piped("\\format csv\n\\i " + script + "\nselect 4 as d;\n");
    assertEquals("b\n2\nd\n4\n", out.replace("\r", ""));
    assertEquals("c\r\n3\r\n", Files.readString(file));
    Path endless = directory.resolve("endless.sql");
    Files.writeString(endless, "\\i " + endless + "\n");
    CommandException deep =
        assertThrows(CommandException.class, () -> piped("\\i " + endless + "\n"));
    assertEquals("files name files more than 16 deep", deep.getMessage());
  }

  @Test
  void aStatementHasALimit() {
    String long1 = "select '" + "x".repeat(1 << 20) + "\n";
    assertThrows(CommandException.class, () -> piped(long1));
  }
}
