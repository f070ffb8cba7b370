package io.arco.simulation;

import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.Submission;
import io.arco.store.WorkspaceKeys;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * How those who ask for runs and those who do their tasks speak to servers: any server, each time.
 *
 * @param world where they are
 * @param principal who speaks
 * @param keys of which workspace
 * @param random which server is asked
 */
record RunCalls(World world, String principal, WorkspaceKeys keys, SplittableRandom random) {
  /** A server that runs, or null. */
  Server anyServer() {
    return world.nodes().get(random.nextInt(world.nodes().size())).server();
  }

  Op op(Op.Kind kind, Server server) {
    Op op = new Op(kind, keys, server.process(), world.history().nextRequestId());
    op.principal = principal;
    return op;
  }

  /** Has a command done; hands over what came of it, or null if no server runs. */
  void submit(Command command, Consumer<Op> then) {
    Server server = anyServer();
    if (server == null) {
      then.accept(null);
      return;
    }
    Op op = op(Op.Kind.WRITE, server);
    op.commands = List.of(command);
    Submission submission =
        new Submission(
            op.commands, new Caller(principal, op.requestId), null, world.plan().timeoutMillis());
    world
        .history()
        .ask(
            op,
            () -> server.owner().submit(keys.workspace(), submission),
            receipt -> {
              op.receipt = receipt;
              op.sequence = receipt.sequence();
            },
            () -> then.accept(op));
  }

  /** Does something after a while, in the world's time. */
  void later(long millis, Runnable task) {
    world.scheduler().schedule(millis, task);
  }
}
