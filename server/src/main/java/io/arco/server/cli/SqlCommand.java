package io.arco.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    description = "Ask one read-only query: over system.*, or with --data over registered tables.")
final class SqlCommand implements Callable<Integer> {
  /** The longest text that is read from standard input, in bytes. */
  static final int MAX_INPUT_BYTES = 1 << 20;

  /** Which state the system tables show. */
  enum Freshness {
    /** The last published snapshot. */
    published,
    /** Everything that was answered before. */
    latest
  }

  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "SQL", description = "The query; - reads it from standard input.")
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
  private Freshness freshness;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "Ask the newest snapshot of a store (file:DIRECTORY, s3://BUCKET/PREFIX) instead of a"
              + " server.")
  private String store;

  @Override
  public Integer call() {
    output.print(spec.commandLine(), store == null ? fromServer() : fromStore());
    return ExitCode.OK;
  }

  private Rows fromStore() {
    if (onData) {
      throw new CommandException(ExitCode.USAGE, "--data needs a server");
    }
    return server.storeQuery(store).run(text(), maxRows == null ? 0 : maxRows);
  }

  private Rows fromServer() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("sql", text());
    if (maxRows != null) {
      body.put("maxRows", maxRows);
    }
    if (!onData) {
      body.put("freshness", freshness.name());
    }
    String path = onData ? "/api/v1/query-data" : "/api/v1/query";
    return Rows.ofAnswer(server.client().post(path, body).orFail());
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
