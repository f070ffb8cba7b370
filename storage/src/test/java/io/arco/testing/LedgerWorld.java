package io.arco.testing;

import io.arco.catalog.CatalogCommand;
import io.arco.catalog.CatalogDomain;
import io.arco.journal.Hash;
import io.arco.ledger.Caller;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Command;
import io.arco.ledger.Domain;
import io.arco.ledger.Domains;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * A store shared by any number of ledgers on one virtual time line, each reaching the store through
 * a latency of its own. Used on one thread.
 */
public final class LedgerWorld {
  /** How long callers wait, in virtual milliseconds. */
  public static final long TIMEOUT_MILLIS = 10_000;

  /** The workspace all ledgers open. */
  public static final Workspace WORKSPACE = Workspace.of("acme", "main");

  private final VirtualTime time = new VirtualTime();
  private final MemoryStore truth = new MemoryStore();
  private final AtomicLong requests = new AtomicLong();
  private final Domains domains;
  private final CatalogDomain catalog = new CatalogDomain();
  private final long seed;
  private int ledgers;

  /** A world with the catalog and these domains besides. */
  public LedgerWorld(long seed, Domain<?, ?, ?>... more) {
    this.seed = seed;
    List<Domain<?, ?, ?>> all = new ArrayList<>(List.of(catalog));
    all.addAll(List.of(more));
    this.domains = new Domains(all);
  }

  /** The time all share. */
  public VirtualTime time() {
    return time;
  }

  /** The store itself, without latency. */
  public MemoryStore truth() {
    return truth;
  }

  /** The catalog. */
  public CatalogDomain catalog() {
    return catalog;
  }

  /** All domains. */
  public Domains domains() {
    return domains;
  }

  /** The workspace's keys. */
  public WorkspaceKeys keys() {
    return new WorkspaceKeys(WORKSPACE);
  }

  /** Opens one more ledger, as on a server of its own. */
  public Ledger open(long readMillis, long writeMillis) {
    return time.await(tryOpen(readMillis, writeMillis, config -> config));
  }

  /** Opens one more ledger with its configuration changed. */
  public Future<Ledger> tryOpen(
      long readMillis, long writeMillis, UnaryOperator<LedgerConfig> change) {
    Runtime runtime = time.runtime(seed + ++ledgers);
    ObjectStore store = new SimulatedStore(truth, runtime.scheduler(), readMillis, writeMillis);
    return Ledger.open(change.apply(config(runtime, store)));
  }

  /** The configuration of a ledger over this store. */
  public LedgerConfig config(Runtime runtime, ObjectStore store) {
    return new LedgerConfig(
        WORKSPACE,
        store,
        new ObjectSlots(store, keys().journal()),
        domains,
        Checkpoints.NONE,
        runtime,
        LedgerOptions.DEFAULT,
        Backoff.DEFAULT,
        "server-" + ledgers,
        LedgerObserver.NONE);
  }

  /** The same configuration with other limits. */
  public static LedgerConfig with(LedgerConfig config, LedgerOptions options) {
    return new LedgerConfig(
        config.workspace(),
        config.store(),
        config.journal(),
        config.domains(),
        config.checkpoints(),
        config.runtime(),
        options,
        config.backoff(),
        config.writer(),
        config.observer());
  }

  /** The same configuration with another observer. */
  public static LedgerConfig with(LedgerConfig config, LedgerObserver observer) {
    return new LedgerConfig(
        config.workspace(),
        config.store(),
        config.journal(),
        config.domains(),
        config.checkpoints(),
        config.runtime(),
        config.options(),
        config.backoff(),
        config.writer(),
        observer);
  }

  /** The same configuration with another store of the workspace's file. */
  public static LedgerConfig with(LedgerConfig config, ObjectStore store) {
    return new LedgerConfig(
        config.workspace(),
        store,
        config.journal(),
        config.domains(),
        config.checkpoints(),
        config.runtime(),
        config.options(),
        config.backoff(),
        config.writer(),
        config.observer());
  }

  /** The same configuration with another store of commits and checkpoints. */
  public static LedgerConfig with(LedgerConfig config, Checkpoints checkpoints) {
    return new LedgerConfig(
        config.workspace(),
        config.store(),
        config.journal(),
        config.domains(),
        checkpoints,
        config.runtime(),
        config.options(),
        config.backoff(),
        config.writer(),
        config.observer());
  }

  /** Submits one command without a key. */
  public Future<Receipt> submit(Ledger ledger, Command command) {
    return ledger.submit(submission(List.of(command), null));
  }

  /** Submits one command under a key. */
  public Future<Receipt> submit(Ledger ledger, Command command, String key) {
    Hash request = Hash.of(command.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return ledger.submit(submission(List.of(command), new IdempotencyKey(key, request)));
  }

  /** A submission of these commands by a fresh request. */
  public Submission submission(List<Command> commands, IdempotencyKey key) {
    Caller caller = new Caller("ada", "request-" + requests.incrementAndGet());
    return new Submission(commands, caller, key, TIMEOUT_MILLIS);
  }

  /** Creates a catalog and waits for it. */
  public Receipt create(Ledger ledger, String name) {
    return time.await(submit(ledger, catalogNamed(name)));
  }

  /** A linearizable read. */
  public WorkspaceState read(Ledger ledger) {
    return time.await(ledger.read(ReadOptions.linearizable(TIMEOUT_MILLIS)));
  }

  /** The names of the catalogs in a state. */
  public List<String> catalogs(WorkspaceState state) {
    return state.of(catalog).catalogs(null, Integer.MAX_VALUE).stream()
        .map(entity -> entity.name())
        .toList();
  }

  /** The command that creates a catalog. */
  public static CatalogCommand catalogNamed(String name) {
    return new CatalogCommand.CreateCatalog(name, null, Map.of());
  }

  /** Waits for a failure and answers its code. */
  public ErrorCode codeOf(Future<?> future) {
    time.runUntil(future::isComplete);
    if (future.cause() instanceof ProblemException problem) {
      return problem.problem().code();
    }
    throw new AssertionError("expected a problem, got " + future);
  }
}
