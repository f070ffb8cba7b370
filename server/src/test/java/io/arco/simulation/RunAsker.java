package io.arco.simulation;

import io.arco.ledger.ReadOptions;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;

/** Deploys manifests, asks for runs, and for some of them to be cancelled. */
final class RunAsker {
  private final RunCalls calls;
  private final SplittableRandom random;
  private final RunRequests requests;
  private final List<UUID> known = new ArrayList<>();
  private boolean done;

  RunAsker(RunCalls calls, SplittableRandom random) {
    this.calls = calls;
    this.random = random;
    this.requests = new RunRequests(random.split());
  }

  boolean isDone() {
    return done;
  }

  void run() {
    if (calls.world().hasAskedEnough() || calls.world().isHealed()) {
      done = true;
      return;
    }
    long restMillis = calls.world().nights().restMillis();
    calls.later(restMillis + 200 + random.nextInt(2_000), this::act);
  }

  private void act() {
    int drawn = random.nextInt(100);
    if (drawn < 10) {
      calls.submit(requests.deployment(), op -> run());
    } else if (drawn < 25 && !known.isEmpty()) {
      UUID id = known.get(random.nextInt(known.size()));
      calls.submit(new CancelRun(id, "no need"), op -> run());
    } else {
      ask(true, id -> known.add(id), this::run);
    }
  }

  /** One run of everything, after a deployment if there was none. */
  void last(Consumer<UUID> made) {
    done = false;
    calls.submit(requests.deployment(), op -> ask(false, made, () -> done = true));
  }

  /** Looks at what there is, plans, and asks for it. */
  private void ask(boolean anything, Consumer<UUID> made, Runnable then) {
    Server server = calls.anyServer();
    if (server == null) {
      then.run();
      return;
    }
    Op op = calls.op(Op.Kind.STALE_READ, server);
    op.maxStaleMillis = 5_000;
    ReadOptions options =
        new ReadOptions(0, op.maxStaleMillis, calls.world().plan().timeoutMillis());
    OrchestrationState[] seen = new OrchestrationState[1];
    calls
        .world()
        .history()
        .ask(
            op,
            () ->
                server
                    .workspaces()
                    .open(calls.keys().workspace())
                    .compose(ledger -> ledger.read(options)),
            state -> {
              op.sequence = state.sequence();
              op.stateHash = state.hash();
              seen[0] = state.of(World.ORCHESTRATION);
            },
            () -> {
              if (seen[0] == null || seen[0].current().isEmpty()) {
                calls.submit(requests.deployment(), deployed -> then.run());
              } else {
                create(anything, seen[0], made, then);
              }
            });
  }

  private void create(
      boolean anything, OrchestrationState state, Consumer<UUID> made, Runnable then) {
    calls.submit(
        anything ? requests.any(state) : requests.everything(state),
        op -> {
          if (op != null && op.succeeded()) {
            UUID run = UUID.fromString(op.receipt.answers().get(0).path("run").asText());
            String at = op.receipt.answers().get(0).path("state").asText();
            if (!at.isEmpty() && !RunState.valueOf(at).isFinal()) {
              made.accept(run);
            }
          }
          then.run();
        });
  }
}
