package io.arco.simulation;

import io.arco.journal.Hash;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.server.bus.SnapshotName;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** One client: asks one thing after the other, of any server, and repeats what it is unsure of. */
final class Client {
  private static final int MAX_TRIES = 5;

  private final World world;
  private final String principal;
  private final WorkspaceKeys keys;
  private final SplittableRandom random;
  private final Workload workload;
  private final List<Node> nodes;
  private int keysUsed;
  private boolean done;

  Client(
      World world,
      String principal,
      WorkspaceKeys keys,
      List<Node> nodes,
      Workload workload,
      SplittableRandom random) {
    this.world = world;
    this.principal = principal;
    this.keys = keys;
    this.nodes = nodes;
    this.workload = workload;
    this.random = random;
  }

  boolean isDone() {
    return done;
  }

  void run() {
    if (world.hasAskedEnough()) {
      done = true;
      return;
    }
    long restMillis = world.nights().restMillis();
    long thinkMillis = 1 + random.nextInt(world.plan().thinkMillis());
    world.scheduler().schedule(restMillis + thinkMillis, this::act);
  }

  private void act() {
    int drawn = random.nextInt(100);
    if (drawn < 60) {
      List<Command> commands = workload.request();
      boolean reused = keysUsed > 0 && random.nextInt(12) == 0;
      boolean keyed = random.nextInt(100) < 60;
      String key = reused ? key(1 + random.nextInt(keysUsed)) : keyed ? key(++keysUsed) : null;
      write(commands, key, 1);
    } else if (drawn < 80) {
      read(Op.Kind.READ, 0, 0);
    } else if (drawn < 88) {
      read(Op.Kind.STALE_READ, 0, 1L << random.nextInt(1, 15));
    } else if (drawn < 92) {
      read(Op.Kind.READ_AT_LEAST, world.truth().heads(keys).now() + random.nextInt(2), 0);
    } else {
      snapshot(drawn < 96 ? Op.Kind.LATEST_SNAPSHOT : Op.Kind.NEWEST_SNAPSHOT);
    }
  }

  private String key(int number) {
    return principal + "-" + number;
  }

  /** A server that runs, or null. */
  private Server anyServer() {
    Node node = nodes.get(random.nextInt(nodes.size()));
    return node.server();
  }

  private void write(List<Command> commands, String key, int attempt) {
    Server server = anyServer();
    if (server == null) {
      run();
      return;
    }
    Op op = new Op(Op.Kind.WRITE, keys, server.process(), world.history().nextRequestId());
    op.commands = commands;
    op.principal = principal;
    op.key = key;
    Submission submission =
        new Submission(
            commands,
            new Caller(principal, op.requestId),
            key == null ? null : new IdempotencyKey(key, hashOf(commands)),
            world.plan().timeoutMillis());
    world
        .history()
        .ask(
            op,
            () -> server.owner().submit(keys.workspace(), submission),
            receipt -> {
              op.receipt = receipt;
              workload.answered(receipt.answers());
              op.sequence = receipt.sequence();
            },
            () -> wrote(op, attempt));
  }

  static Hash hashOf(List<Command> commands) {
    return Hash.of(commands.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void wrote(Op op, int attempt) {
    if (op.problem != null) {
      workload.refused(op.problem);
    }
    boolean unsure =
        op.lost
            || op.problem != null
                && (op.problem.code() == ErrorCode.OUTCOME_UNKNOWN
                    || op.problem.code() == ErrorCode.UNAVAILABLE);
    boolean again = unsure || random.nextInt(100) < 10;
    if (op.key != null && again && attempt < MAX_TRIES) {
      world
          .scheduler()
          .schedule(
              1 + random.nextInt(unsure ? 2_000 : 200),
              () -> write(op.commands, op.key, attempt + 1));
    } else {
      run();
    }
  }

  private void read(Op.Kind kind, long minSequence, long maxStaleMillis) {
    Server server = anyServer();
    if (server == null) {
      run();
      return;
    }
    Op op = new Op(kind, keys, server.process(), world.history().nextRequestId());
    op.minSequence = minSequence;
    op.maxStaleMillis = maxStaleMillis;
    ReadOptions options =
        new ReadOptions(minSequence, maxStaleMillis, world.plan().timeoutMillis());
    world
        .history()
        .ask(
            op,
            () ->
                server.workspaces().open(keys.workspace()).compose(ledger -> ledger.read(options)),
            state -> {
              op.sequence = state.sequence();
              op.stateHash = state.hash();
            },
            this::run);
  }

  private void snapshot(Op.Kind kind) {
    Server server = anyServer();
    if (server == null) {
      run();
      return;
    }
    Op op = new Op(kind, keys, server.process(), world.history().nextRequestId());
    world
        .history()
        .ask(
            op,
            () -> snapshotOf(server, kind),
            name -> {
              op.sequence = name.sequence();
              op.manifest = name.number();
            },
            this::run);
  }

  /** As a query asks for it. */
  private Future<SnapshotName> snapshotOf(Server server, Op.Kind kind) {
    if (kind == Op.Kind.NEWEST_SNAPSHOT) {
      return server.snapshots().including(keys.workspace(), 0);
    }
    return server
        .workspaces()
        .open(keys.workspace())
        .compose(ledger -> ledger.read(ReadOptions.linearizable(world.plan().timeoutMillis())))
        .map(WorkspaceState::sequence)
        .compose(
            sequence ->
                sequence == 0
                    ? Future.succeededFuture(SnapshotName.NONE)
                    : server.snapshots().including(keys.workspace(), sequence));
  }
}
