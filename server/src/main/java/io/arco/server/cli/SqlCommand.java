package io.arco.server.cli;

import io.arco.ledger.AsOf;
import io.arco.server.api.PublicTable;
import io.arco.server.cli.shell.Format;
import io.arco.server.cli.shell.HistoryFile;
import io.arco.server.cli.shell.Question;
import io.arco.server.cli.shell.Shell;
import io.arco.server.cli.shell.SqlSession;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code arco sql}: one read-only query, or a shell of them, or a script for another engine. */
@Command(
    name = "sql",
    description =
        "Ask one read-only query: over system.*, or with --data over registered tables, too.")
final class SqlCommand implements Callable<Integer> {
  /** The longest text that is read from standard input, in bytes. */
  static final int MAX_INPUT_BYTES = 1 << 20;

  @Spec private CommandSpec spec;
  @ParentCommand private ArcoCommand root;
  @Mixin private ServerOptions server;
  @Mixin private OutputOptions output;
  @Mixin private AsOfOption asOf;
  @Mixin private AttachOptions attach;

  @Parameters(
      paramLabel = "SQL",
      arity = "0..1",
      description = "The query; - reads it from standard input. Without it: a shell.")
  private String sql;

  @Option(names = "--data", description = "Query registered tables: catalog.schema.table.")
  private boolean onData;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      description = "Rows at most (default: the server's).")
  private Integer maxRows;

  @Option(
      names = "--freshness",
      paramLabel = "FRESHNESS",
      defaultValue = "latest",
      description = "published or latest (default: latest); not with --data.")
  private Question.Freshness freshness;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "Ask the newest snapshot of a store (file:DIRECTORY, s3://BUCKET/PREFIX) instead of a"
              + " server.")
  private String store;

  @Option(names = "--no-history", description = "Remember nothing of what is typed at the prompt.")
  private boolean noHistory;

  @Override
  public Integer call() {
    if (store != null && onData && !attach.isWanted()) {
      throw new CommandException(ExitCode.USAGE, "--data needs a server");
    }
    if (attach.isWanted()) {
      writeScript();
    } else if (sql == null) {
      converse();
    } else {
      answer();
    }
    return ExitCode.OK;
  }

  private void writeScript() {
    if (sql != null) {
      throw new CommandException(ExitCode.USAGE, "--attach takes no query");
    }
    if (asOf.isGiven() && attach.manifestOrNull() != null) {
      throw new CommandException(ExitCode.USAGE, "--as-of and --manifest name two snapshots");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (store == null) {
      if (asOf.isGiven()) {
        throw new CommandException(
            ExitCode.USAGE, "--attach --as-of needs --store; of a server name the --manifest");
      }
      attach.write(
          new ServerAttachment(server.client(), server.address(), attach).script(onData), out);
      return;
    }
    AsOf moment = asOf.isGiven() ? AsOfOption.parse(asOf.textOrNull()) : null;
    try (OpenStore open = new OpenStore(store)) {
      attach.write(
          new StoreAttachment(open, store, server.storeWorkspace(), attach).script(moment, onData),
          out);
    }
  }

  private void answer() {
    Question question =
        new Question(
            text(),
            onData ? Question.Tables.ALL : Question.Tables.SYSTEM,
            wantedRows(),
            freshness,
            asOf.textOrNull());
    try (SqlSession session = session()) {
      output.print(spec.commandLine(), session.ask(question));
    }
  }

  private OptionalInt wantedRows() {
    return maxRows == null ? OptionalInt.empty() : OptionalInt.of(maxRows);
  }

  /** A shell for a person, or for what comes through a pipe. */
  private void converse() {
    try (SqlSession session = session()) {
      if (!Terminal.isThere()) {
        new Shell(session, shellOptions(""))
            .run(
                new InputStreamReader(System.in, StandardCharsets.UTF_8),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return;
      }
      Shell.Options options = shellOptions(greeting(session));
      try (org.jline.terminal.Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .encoding(StandardCharsets.UTF_8)
              .dumb(true)
              .build()) {
        new Shell(session, options).run(terminal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shell.Options shellOptions(String greeting) {
    return new Shell.Options(
        greeting,
        PublicTable.all(Optional.empty(), OpenStore.domains()),
        store == null,
        Format.valueOf(output.format().name().toUpperCase(Locale.ROOT)),
        wantedRows(),
        asOf.textOrNull(),
        AsOfOption::parse,
        noHistory ? null : HistoryFile.of(root.environment()));
  }

  /** Finds out, too, whether there is anybody to ask. */
  private String greeting(SqlSession session) {
    Rows newest =
        session.ask(
            new Question(
                "select coalesce(max(sequence), 0) from system.audit.commits",
                Question.Tables.SYSTEM,
                OptionalInt.empty(),
                Question.Freshness.PUBLISHED,
                null));
    return "Arco "
        + VersionCommand.buildProperties().getProperty("version")
        + " on "
        + (store == null ? server.address().toString() : OpenStore.location(store))
        + ", published up to commit "
        + Rows.textOrNull(newest.cells().get(0).get(0));
  }

  private SqlSession session() {
    return store == null
        ? new ServerSession(server.client())
        : new StoreSession(store, server.storeWorkspace());
  }

  private String text() {
    if (!sql.equals("-")) {
      return sql;
    }
    try {
      byte[] bytes = System.in.readNBytes(MAX_INPUT_BYTES + 1);
      if (bytes.length > MAX_INPUT_BYTES) {
        throw new CommandException(
            ExitCode.USAGE, "the query is longer than " + MAX_INPUT_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
