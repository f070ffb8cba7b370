package io.arco.server.cli;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Domains;
import io.arco.planner.OrchestrationDomain;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Workers;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.owner.VertxWorkers;
import io.arco.store.ObjectStore;
import io.arco.store.StoreLocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** A store that a command reads with no server. Not for event loops: {@link #await} blocks. */
final class OpenStore implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MAX_TASKS = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final ObjectStore store;
  private final Runtime runtime;

  /** Opens a store that must be there. */
  OpenStore(String location) {
    Workers workers =
        new VertxWorkers(vertx.createSharedWorkerExecutor("arco-work", THREADS), MAX_TASKS);
    this.runtime =
        new Runtime(
            Clock.system(),
            new VertxScheduler(vertx.getOrCreateContext()),
            workers,
            new SplittableRandom());
    try {
      this.store = open(location, workers);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  private ObjectStore open(String text, Workers workers) {
    StoreLocation location;
    try {
      location = StoreLocation.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
    if (location instanceof StoreLocation.Directory directory
        && !Files.isDirectory(directory.path())) {
      throw new CommandException(ExitCode.FAILED, "there is no store at " + location);
    }
    return location.open(workers, runtime.clock());
  }

  ObjectStore store() {
    return store;
  }

  Runtime runtime() {
    return runtime;
  }

  /** All domains that this build knows. */
  static Domains domains() {
    return new Domains(List.of(new CatalogDomain(), new OrchestrationDomain()));
  }

  /** Runs asynchronous work to its end, begun on the runtime's scheduler. */
  <T> T await(Supplier<Future<T>> work) {
    Future<T> done =
        Future.future(promise -> runtime.scheduler().execute(() -> work.get().onComplete(promise)));
    try {
      return done.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    } catch (ExecutionException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getCause().getMessage()), e);
    }
  }

  @Override
  public void close() {
    await(() -> store.close().eventually(() -> vertx.close()).otherwiseEmpty());
  }
}
