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
import io.arco.store.Prefix;
import io.arco.store.StoreLocation;
import io.arco.store.StoreProbe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A store that a command works on with no server, and others beside it. Not for event loops: {@link
 * #await} blocks.
 */
final class OpenStore implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int MAX_TASKS = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final ObjectStore store;
  private final List<ObjectStore> opened = new ArrayList<>();
  private final Runtime runtime;

  /** Opens a store that must be there. */
  OpenStore(String location) {
    this(location, true);
  }

  /** Opens a store; the directory of one is made with the first write. */
  static OpenStore orMade(String location) {
    return new OpenStore(location, false);
  }

  private OpenStore(String location, boolean mustExist) {
    Workers workers =
        new VertxWorkers(vertx.createSharedWorkerExecutor("arco-work", THREADS), MAX_TASKS);
    this.runtime =
        new Runtime(
            Clock.system(),
            new VertxScheduler(vertx.getOrCreateContext()),
            workers,
            new SplittableRandom());
    try {
      this.store = mustExist ? existing(location) : writable(location);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  /** One more store, which must be there; closed with this one. */
  ObjectStore existing(String text) {
    StoreLocation location = location(text);
    if (location instanceof StoreLocation.Directory directory
        && !Files.isDirectory(directory.path())) {
      throw new CommandException(ExitCode.FAILED, "there is no store at " + location);
    }
    return open(location);
  }

  /** One more store, which the first write makes; closed with this one. */
  ObjectStore writable(String text) {
    return open(location(text));
  }

  /** Finds out whether a store keeps its promises before anything is trusted to it. */
  void probe(ObjectStore writable) {
    await(() -> StoreProbe.check(writable, new Prefix("probe/"), new SplittableRandom()));
  }

  /** What a text on the command line means. */
  static StoreLocation location(String text) {
    try {
      return StoreLocation.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private ObjectStore open(StoreLocation location) {
    ObjectStore open = location.open(runtime.workers(), runtime.clock());
    opened.add(open);
    return open;
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
    await(
        () ->
            Future.join(opened.stream().map(ObjectStore::close).toList())
                .<Void>mapEmpty()
                .eventually(() -> vertx.close())
                .otherwiseEmpty());
  }
}
