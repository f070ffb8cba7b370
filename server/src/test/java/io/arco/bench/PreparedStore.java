package io.arco.bench;

import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.Submission;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Directories that hold a workspace with many tables and a snapshot of them, made once. */
public final class PreparedStore {
  private static final int COMMANDS_PER_SUBMISSION = 100;
  private static final int SUBMISSIONS_AT_ONCE = 5;
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final Caller CALLER = new Caller(Caller.ANONYMOUS, "bench");

  private final Path home;

  /** Keeps them under this directory. */
  public PreparedStore(Path home) {
    this.home = home;
  }

  /** A fresh copy of a store of so many tables, which the caller may change. */
  public Path copy(int tables, String name) throws IOException {
    Path copy = home.resolve("work").resolve(name);
    delete(copy);
    copyTree(original(tables), copy);
    return copy;
  }

  /** A directory that does not exist yet. */
  public Path fresh(String name) throws IOException {
    Path fresh = home.resolve("work").resolve(name);
    delete(fresh);
    Files.createDirectories(fresh.getParent());
    return fresh;
  }

  /** The store of so many tables; nobody may write to it. */
  public Path original(int tables) throws IOException {
    Path original = home.resolve("tables-" + tables);
    if (!Files.isDirectory(original)) {
      Path making = home.resolve("making-" + tables);
      delete(making);
      make(making, tables);
      Files.move(making, original);
    }
    return original;
  }

  private static void make(Path root, int tables) throws IOException {
    Files.createDirectories(root);
    try (LocalWorkspace workspace = LocalWorkspace.open(root)) {
      List<Command> parents = new ArrayList<>();
      parents.add(new CreateCatalog(SampleTables.CATALOG, null, Map.of()));
      for (int i = 0; i < SampleTables.SCHEMAS; i++) {
        String schema = SampleTables.schema(i);
        parents.add(new CreateSchema(SampleTables.CATALOG, schema, null, Map.of()));
      }
      Await.value(submit(workspace, parents));
      for (int from = 0; from < tables; ) {
        List<Future<?>> wave = new ArrayList<>();
        while (from < tables && wave.size() < SUBMISSIONS_AT_ONCE) {
          List<Command> commands = new ArrayList<>();
          while (from < tables && commands.size() < COMMANDS_PER_SUBMISSION) {
            commands.add(SampleTables.command(from++));
          }
          wave.add(submit(workspace, commands));
        }
        Await.value(Future.all(wave));
      }
      Await.value(workspace.publish());
    }
  }

  private static Future<?> submit(LocalWorkspace workspace, List<Command> commands) {
    return workspace.ledger().submit(new Submission(commands, CALLER, null, TIMEOUT_MILLIS));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> paths = Files.walk(tree)) {
      all = new ArrayList<>(paths.toList());
    }
    for (int i = all.size() - 1; i >= 0; i--) {
      Files.delete(all.get(i));
    }
  }
}
