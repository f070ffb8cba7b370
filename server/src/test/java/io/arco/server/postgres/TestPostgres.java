package io.arco.server.postgres;

import io.arco.testing.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL of a test's own, as durable as a real one. It trusts everybody on the loopback. One
 * {@link #shared} instance serves all tests of a process that do not stop it; each takes a database
 * of its own.
 */
public final class TestPostgres implements AutoCloseable {
  private static final int MIN_PORT = 20_000;
  private static final int MAX_PORT = 32_000;
  private static final int PORTS_TRIED = 100;
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static TestPostgres shared;

  private final Path directory;
  private final boolean syncs;
  private final int port;
  private EmbeddedPostgres server;

  private TestPostgres(Path directory, boolean syncs) {
    this.directory = directory;
    this.syncs = syncs;
    this.port = freePort();
    start();
  }

  /**
   * A port that nobody listens on, below those that systems give to clients: it is free again after
   * a crash.
   */
  private static int freePort() {
    for (int tries = 0; tries < PORTS_TRIED; tries++) {
      int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // It is taken: another one.
      }
    }
    throw new AssertionError("no free port from " + MIN_PORT + " to " + MAX_PORT);
  }

  /** One instance for all; it ends with the process. */
  public static synchronized TestPostgres shared() {
    if (shared == null) {
      shared = new TestPostgres(null, true);
    }
    return shared;
  }

  /** One that may be killed and started again, with its data in this directory. */
  public static TestPostgres in(Path directory) {
    return new TestPostgres(directory, true);
  }

  /** One that does not wait for its disk. */
  static TestPostgres unsafe(Path directory) {
    return new TestPostgres(directory, false);
  }

  /** Starts it, or starts it again at the same port and with the same data. */
  public void start() {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setPGStartupWait(Duration.ofSeconds(Await.DEADLINE_SECONDS))
              .setPort(port)
              .setServerConfig("fsync", syncs ? "on" : "off")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("log_min_messages", "fatal");
      if (directory != null) {
        builder.setDataDirectory(directory).setCleanDataDirectory(false);
      }
      server = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it at once, as {@code pg_ctl stop -m immediate} does. */
  public void crash() {
    try {
      String pid = Files.readAllLines(directory.resolve("postmaster.pid")).get(0).strip();
      new ProcessBuilder("kill", "-QUIT", pid).inheritIO().start().waitFor(10, TimeUnit.SECONDS);
      ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElse(null);
      Await.until("the server is gone", () -> postmaster == null || !postmaster.isAlive());
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it in order, starts it as a standby of nobody, and waits until it can be read. */
  public void restartAsStandby() {
    close();
    try {
      Files.writeString(directory.resolve("standby.signal"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Makes a standby a primary. */
  public void promote() {
    ask("postgres", "SELECT pg_promote()");
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** The name of a new, empty database. */
  public String newDatabase() {
    String name = "journal_" + DATABASES.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  /** The URL of a database as the configuration takes it. */
  public String url(String database) {
    return url("postgres", database);
  }

  /** The same as another user. */
  public String url(String user, String database) {
    return "postgresql://" + user + "@127.0.0.1:" + port + "/" + database;
  }

  /** Runs statements as the administrator. */
  public void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(String.join("; ", statements), e);
    }
  }

  /** The one value that a query answers, as text. */
  public String ask(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new AssertionError("no row: " + sql);
      }
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Has it ask this user for a password. */
  public void demandPassword(String user) {
    Path rules = Path.of(ask("postgres", "SHOW hba_file"));
    try {
      List<String> lines = new java.util.ArrayList<>(Files.readAllLines(rules));
      lines.add(0, "host all " + user + " 127.0.0.1/32 scram-sha-256");
      Files.write(rules, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("postgres", "SELECT pg_reload_conf()");
  }

  /** A connection as the administrator. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
