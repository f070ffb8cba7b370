package io.arco.simulation;

import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Every request of a world, in the order in which they were sent. */
final class History {
  /** After how long a client gives an answer up. */
  static final long PATIENCE_MILLIS = 60_000;

  private final World world;
  private final List<Op> all = new ArrayList<>();
  private final Map<ServerProcess, List<Op>> open = new HashMap<>();
  private final Map<ServerProcess, Map<WorkspaceKeys, Shown>> shown = new HashMap<>();
  private final Map<Op, Runnable> losses = new HashMap<>();
  private long commands;

  /** The newest that a server has shown of a workspace: sequence and manifest. */
  private static final class Shown {
    long sequence;
    long manifest;
  }

  History(World world) {
    this.world = world;
  }

  List<Op> all() {
    return all;
  }

  /** How many commands were asked for. */
  long commands() {
    return commands;
  }

  String nextRequestId() {
    return "r" + (all.size() + 1);
  }

  private void begin(Op op) {
    all.add(op);
    commands += op.commands.size();
    op.beganMillis = world.time().nowMillis();
    op.headAtBegin = world.truth().heads(op.keys).now();
    Shown before = shown(op);
    op.shownBefore = op.kind == Op.Kind.NEWEST_SNAPSHOT ? before.manifest : before.sequence;
    open.computeIfAbsent(op.process, ignored -> new ArrayList<>()).add(op);
    world.trace("asked " + op);
  }

  /**
   * Sends a request and ends it with the answer, with the death of its server or when the client's
   * patience is at an end, whichever comes first.
   *
   * @param call runs on the server
   * @param answer takes a good answer
   * @param then runs once it has ended
   */
  <T> void ask(Op op, Supplier<Future<T>> call, Consumer<T> answer, Runnable then) {
    begin(op);
    Consumer<Runnable> once =
        change -> {
          if (!op.ended) {
            change.run();
            end(op);
            then.run();
          }
        };
    Runnable lost = () -> once.accept(() -> op.lost = true);
    losses.put(op, lost);
    world.scheduler().schedule(PATIENCE_MILLIS, lost);
    op.process.execute(
        () ->
            call.get()
                .onSuccess(value -> once.accept(() -> answer.accept(value)))
                .onFailure(failure -> once.accept(() -> op.failed(failure))));
  }

  /** The clients of a server that died find out. */
  void died(ServerProcess process) {
    for (Op op : List.copyOf(open.getOrDefault(process, List.of()))) {
      world.scheduler().execute(losses.get(op));
    }
  }

  private void end(Op op) {
    op.ended = true;
    op.headAtEnd = world.truth().heads(op.keys).now();
    op.latestWallMillis = world.latestWallMillis();
    open.get(op.process).remove(op);
    if (op.succeeded() && op.kind != Op.Kind.WRITE && !op.isOfRuns()) {
      Shown now = shown(op);
      if (op.manifest == 0) {
        now.sequence = Math.max(now.sequence, op.sequence);
      }
      now.manifest = Math.max(now.manifest, op.manifest);
    }
    losses.remove(op);
    world.trace("answered " + op);
  }

  private Shown shown(Op op) {
    return shown
        .computeIfAbsent(op.process, ignored -> new HashMap<>())
        .computeIfAbsent(op.keys, ignored -> new Shown());
  }
}
