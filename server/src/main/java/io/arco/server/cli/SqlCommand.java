package io.arco.server.cli;

import io.arco.ledger.AsOf;
import io.arco.server.cli.shell.Question;
import io.arco.server.cli.shell.SqlSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code arco sql}: one read-only query. */
@Command(
    name = "sql",
    description =
        "Ask one read-only query: over system.*, or with --data over registered tables, too.")
final class SqlCommand implements Callable<Integer> {
  /** The longest text that is read from standard input, in bytes. */
  static final int MAX_INPUT_BYTES = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private OutputOptions output;
  @Mixin private AsOfOption asOf;
  @Mixin private AttachOptions attach;

  @Parameters(
      paramLabel = "SQL",
      arity = "0..1",
      description = "The query; - reads it from standard input.")
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

  @Override
  public Integer call() {
    if (store != null && onData && !attach.isWanted()) {
      throw new CommandException(ExitCode.USAGE, "--data needs a server");
    }
    if (attach.isWanted()) {
      writeScript();
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
    if (sql == null) {
      throw new CommandException(ExitCode.USAGE, "a query is needed");
    }
    Question question =
        new Question(
            text(),
            onData ? Question.Tables.ALL : Question.Tables.SYSTEM,
            maxRows == null ? OptionalInt.empty() : OptionalInt.of(maxRows),
            freshness,
            asOf.textOrNull());
    try (SqlSession session = session()) {
      output.print(spec.commandLine(), session.ask(question));
    }
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
