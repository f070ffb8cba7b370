package io.arco.simulation;

import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;

/** After the faults: everything works, on every server, and all agree. */
final class Epilogue {
  private static final long QUIET_MILLIS = 120_000;

  private final World world;

  Epilogue(World world) {
    this.world = world;
  }

  void run() {
    for (Op op : world.history().all()) {
      world
          .findings()
          .check(Invariant.EVERYTHING_IS_ANSWERED, op.ended, () -> "never answered: " + op);
    }
    for (WorkspaceKeys keys : world.workspaces()) {
      for (Node node : world.nodes()) {
        write(keys, node);
        snapshot(keys, node);
      }
    }
    // What their owners committed the compactors publish in their own time.
    world.pass(QUIET_MILLIS);
    for (WorkspaceKeys keys : world.workspaces()) {
      for (Node node : world.nodes()) {
        read(keys, node);
        newest(keys, node);
      }
    }
  }

  private Op op(Op.Kind kind, WorkspaceKeys keys, Node node) {
    return new Op(kind, keys, node.server().process(), world.history().nextRequestId());
  }

  private <T> void ask(
      Op op, java.util.function.Supplier<Future<T>> call, java.util.function.Consumer<T> answer) {
    world.history().ask(op, call, answer, () -> {});
    world.await("the answer to " + op, () -> op.ended);
    world
        .findings()
        .check(
            Invariant.EVERYTHING_IS_ANSWERED,
            op.succeeded() || isOutdated(op),
            () -> "refused though nothing is wrong any more: " + op);
  }

  /** A server that met what a newer build wrote serves no more. */
  private boolean isOutdated(Op op) {
    return world.plan().hasNewerBuild()
        && op.problem != null
        && op.problem.code() == ErrorCode.FORMAT_TOO_NEW;
  }

  private void write(WorkspaceKeys keys, Node node) {
    Op op = op(Op.Kind.WRITE, keys, node);
    List<Command> commands = List.of(new CreateCatalog("last-of-" + node.name(), null, null));
    op.commands = commands;
    op.principal = "epilogue";
    Submission submission =
        new Submission(
            commands, new Caller(op.principal, op.requestId), null, world.plan().timeoutMillis());
    ask(
        op,
        () -> node.server().owner().submit(keys.workspace(), submission),
        receipt -> {
          op.receipt = receipt;
          op.sequence = receipt.sequence();
        });
  }

  /** Nobody publishes any more: the newest snapshot anywhere is the newest everywhere. */
  private void newest(WorkspaceKeys keys, Node node) {
    Op op = op(Op.Kind.NEWEST_SNAPSHOT, keys, node);
    ask(
        op,
        () -> node.server().snapshots().including(keys.workspace(), 0),
        name -> {
          op.sequence = name.sequence();
          op.manifest = name.number();
          world
              .findings()
              .check(
                  Invariant.SNAPSHOTS_ARE_FRESH,
                  op.manifest == world.truth().newestManifest(keys),
                  () -> "manifest " + world.truth().newestManifest(keys) + " is newer: " + op);
        });
  }

  private void read(WorkspaceKeys keys, Node node) {
    Op op = op(Op.Kind.READ, keys, node);
    ask(
        op,
        () -> latest(keys, node),
        state -> {
          op.sequence = state.sequence();
          op.stateHash = state.recomputeHash();
          world
              .findings()
              .check(
                  Invariant.STATES_ARE_FOLDS,
                  state.hash().equals(op.stateHash),
                  () -> "the kept hash on " + node.name() + " is not that of the content");
        });
  }

  private Future<WorkspaceState> latest(WorkspaceKeys keys, Node node) {
    return node.server()
        .workspaces()
        .open(keys.workspace())
        .compose(ledger -> ledger.read(ReadOptions.linearizable(world.plan().timeoutMillis())));
  }

  private void snapshot(WorkspaceKeys keys, Node node) {
    Op op = op(Op.Kind.LATEST_SNAPSHOT, keys, node);
    ask(
        op,
        () ->
            latest(keys, node)
                .compose(
                    state ->
                        node.server().snapshots().including(keys.workspace(), state.sequence())),
        name -> {
          op.sequence = name.sequence();
          op.manifest = name.number();
        });
  }
}
