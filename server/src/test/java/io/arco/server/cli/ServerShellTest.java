package io.arco.server.cli;

import static io.arco.server.cli.PersonAtTerminal.CTRL_C;
import static io.arco.server.cli.PersonAtTerminal.ENTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.RunningServer;
import io.arco.server.api.PublicTable;
import io.arco.server.cli.shell.Format;
import io.arco.server.cli.shell.Shell;
import io.arco.server.remote.RemoteServer;
import io.arco.testing.Await;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell over a server that runs. */
final class ServerShellTest {
  private static final Shell.Options OPTIONS =
      new Shell.Options(
          "Welcome",
          PublicTable.all(Optional.empty(), OpenStore.domains()),
          true,
          Format.TABLE,
          OptionalInt.empty(),
          null,
          AsOfOption::parse,
          null);

  @TempDir private Path directory;

  @Test
  void systemTablesAreAsFreshAsWritesAndJoinRegisteredOnes() throws Exception {
    Path file = directory.resolve("five.parquet");
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("copy (from range(5) r(i)) to '" + file + "'");
    }
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("dataRoots", directory.toString()))) {
      ServerSession session = session(server);
      for (int i = 1; i <= 3; i++) {
        server.client().post("/api/v1/catalogs", "{\"name\":\"c" + i + "\"}").expect(201);
        assertEquals(
            "n\r\n" + i + "\r\n",
            piped(session, "\\format csv\nselect count(*) as n from system.catalog.catalogs"));
      }
      server.client().post("/api/v1/catalogs/c1/schemas", "{\"name\":\"s\"}").expect(201);
      server
          .client()
          .post(
              "/api/v1/catalogs/c1/schemas/s/tables",
              "{\"name\":\"t\",\"format\":\"parquet\",\"location\":\"" + file.toUri() + "\"}")
          .expect(201);
      assertEquals(
          "n\r\n15\r\n",
          piped(
              session, "\\format csv\nselect count(*) as n from c1.s.t, system.catalog.catalogs;"));
      assertEquals("n\r\n5\r\n", piped(session, "\\format csv\nselect count(*) as n from c1.s.t;"));
      assertEquals(
          "n\r\n1\r\n",
          piped(
              session,
              "\\asof 1\n\\format csv\nselect count(*) as n from system.catalog.catalogs;"));
    }
  }

  @Test
  void controlCGivesThePromptBackAtOnce() throws Exception {
    try (RunningServer server = RunningServer.on(Configs.inMemory("sql.timeoutMillis", "3600000"));
        PersonAtTerminal person = new PersonAtTerminal(session(server), OPTIONS, 80)) {
      person.types(
          "select count(*) from range(100000000) a(x), range(100000) b(y) where x * y % 7 = 3;"
              + ENTER);
      Await.until("it runs", () -> state(server).equals("running"));
      person.types(CTRL_C);
      person.sees("Cancelled.");
      person.sees("arco> ");
      Await.until("the engine is free", () -> state(server).equals("cancelled"));
      assertTrue(person.enters("select 1 as one;").contains("(1 row)"));
    }
  }

  /** Of the newest query. */
  private static String state(RunningServer server) {
    return server.client().get("/api/v1/queries").json().at("/items/0/state").asText();
  }

  private static ServerSession session(RunningServer server) {
    return new ServerSession(
        new ArcoClient(
            new RemoteServer(URI.create(server.server().url()), null, null, null, null)));
  }

  private static String piped(ServerSession session, String input) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    new Shell(session, OPTIONS).run(new StringReader(input), writer, writer);
    return out.toString();
  }
}
