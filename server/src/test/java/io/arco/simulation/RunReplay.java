package io.arco.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.ledger.Command;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Run;
import io.arco.planner.run.Runs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a journal says of runs, held to a plain model, and the answers of those who asked for runs
 * and did their tasks held to both.
 */
final class RunReplay {
  private final World world;
  private final PlainRuns model;
  private final List<Op> ops;
  private final Map<String, Op> asked = new HashMap<>();
  private final Map<String, List<Long>> places = new HashMap<>();

  RunReplay(World world, PlainRuns model, List<Op> ops) {
    this.world = world;
    this.model = model;
    this.ops = ops.stream().filter(Op::isOfRuns).toList();
    this.ops.forEach(op -> asked.put(op.requestId, op));
  }

  /** In which commits a request stands. */
  List<Long> placesOf(Op op) {
    return places.getOrDefault(op.requestId, List.of());
  }

  /** Takes a command of a commit if it is one of orchestration. */
  boolean takes(long commit, CommittedCommand command) {
    boolean isMine =
        command.events().stream()
            .anyMatch(event -> event.domain().equals(OrchestrationDomain.NAME));
    if (!isMine) {
      return false;
    }
    Op op = asked.get(command.requestId());
    places.computeIfAbsent(command.requestId(), ignored -> new ArrayList<>()).add(commit);
    Command said = op == null || op.commands.isEmpty() ? null : op.commands.get(0);
    for (CommittedEvent event : command.events()) {
      CompleteTask report = said instanceof CompleteTask complete ? complete : null;
      try {
        model.apply(commit, event.type(), event.data(), report);
      } catch (PlainRuns.Impossible e) {
        world
            .findings()
            .add(
                e.invariant(),
                "commit "
                    + commit
                    + ": "
                    + event.type()
                    + " "
                    + event.data()
                    + ": "
                    + e.getMessage(),
                null);
      }
    }
    checked(Invariant.ONE_LIVE_ATTEMPT);
    checked(Invariant.TASKS_WAIT);
    return true;
  }

  private void checked(Invariant invariant) {
    world.findings().check(invariant, true, () -> "");
  }

  private void check(Invariant invariant, boolean holds, Op op) {
    world.findings().check(invariant, holds, () -> op + ", in commits " + placesOf(op));
  }

  /** The shipped fold holds the same as the model. */
  void agrees(long commit, WorkspaceState state) {
    if (!world.plan().hasRuns()) {
      return;
    }
    Runs runs = state.of(World.ORCHESTRATION).runs();
    for (UUID id : model.takeChanged()) {
      PlainRun plain = model.run(id);
      Run run = runs.run(id).orElse(null);
      boolean same = plain == null ? run == null : run != null && isSame(plain, run);
      world
          .findings()
          .check(
              Invariant.ANSWERS_AGREE,
              same,
              () -> "after commit " + commit + " the fold has another run than " + plain);
    }
    world
        .findings()
        .check(
            Invariant.ANSWERS_AGREE,
            runs.all().size() == model.count(),
            () -> "after commit " + commit + " the fold has other runs than the model");
  }

  private static boolean isSame(PlainRun plain, Run run) {
    for (int i = 0; i < plain.tasks(); i++) {
      if (run.task(i).state() != plain.task(i).state) {
        return false;
      }
    }
    return plain.tasks() == run.tasks() && plain.isOver() == run.state().isFinal();
  }

  /** When the journal is at its end: every answer, and that all is done. */
  void finish() {
    Set<UUID> given = new HashSet<>();
    for (Op op : ops) {
      if (op.kind == Op.Kind.LEASE) {
        leased(op, given);
      } else if (op.kind == Op.Kind.WRITE) {
        wrote(op);
      }
    }
    for (PlainRun run : model.all()) {
      world.findings().check(Invariant.RUNS_END, run.isOver(), () -> "goes on: " + run);
      soundlyDone(run);
    }
  }

  /** Of runs that were made when all faults were over, no attempt was taken from its worker. */
  private void soundlyDone(PlainRun run) {
    if (!world.soundRuns().contains(run.id)) {
      return;
    }
    for (int i = 0; i < run.tasks(); i++) {
      PlainRun.Task task = run.task(i);
      world
          .findings()
          .check(
              Invariant.NO_LIVE_WORKER_IS_LOST,
              task.past.stream().noneMatch(attempt -> attempt.expired),
              () -> "an attempt was taken from a worker that was at it: " + task + " of " + run.id);
    }
  }

  private void leased(Op op, Set<UUID> given) {
    if (!op.succeeded()) {
      return;
    }
    for (Lease lease : op.leases) {
      PlainRuns.Attempt attempt = model.attempt(lease.attemptId());
      check(
          Invariant.LEASES_ARE_COMMITTED,
          attempt != null
              && attempt.worker.equals(op.principal)
              && attempt.leasedIn == op.sequence
              && attempt.leasedIn > op.headAtBegin
              && given.add(attempt.id),
          op);
    }
  }

  private void wrote(Op op) {
    List<Long> in = placesOf(op);
    if (op.isRefused()) {
      check(Invariant.NOT_DONE_IS_NOT_DONE, in.isEmpty(), op);
    } else if (!op.succeeded()) {
      check(Invariant.ACKNOWLEDGED_ONCE, in.size() <= 1, op);
    } else if (!in.isEmpty()) {
      check(Invariant.ACKNOWLEDGED_ONCE, in.equals(List.of(op.receipt.sequence())), op);
      check(Invariant.WRITES_ARE_ORDERED, op.receipt.sequence() > op.headAtBegin, op);
      changed(op);
    } else {
      check(Invariant.READS_ARE_LINEARIZABLE, op.receipt.sequence() >= op.headAtBegin, op);
      repeated(op);
    }
  }

  private void changed(Op op) {
    JsonNode answer = op.receipt.answers().get(0);
    Command command = op.commands.get(0);
    if (command instanceof CompleteTask complete) {
      PlainRuns.Attempt attempt = model.attempt(complete.attemptId());
      check(
          Invariant.REPORTS_COUNT_ONCE,
          !answer.path("repeated").asBoolean()
              && attempt.endedIn == op.receipt.sequence()
              && attempt.finalState.name().equals(answer.path("finalState").asText()),
          op);
    } else if (command instanceof CreateRun create) {
      RunCreated known = create.runKey() == null ? null : model.key(create.runKey());
      check(
          Invariant.ONE_RUN_PER_KEY,
          answer.path("created").asBoolean()
              && (known == null || known.id().toString().equals(answer.path("run").asText())),
          op);
    }
  }

  private void repeated(Op op) {
    JsonNode answer = op.receipt.answers().get(0);
    Command command = op.commands.get(0);
    if (command instanceof CompleteTask complete) {
      PlainRuns.Attempt attempt = model.attempt(complete.attemptId());
      check(
          Invariant.REPORTS_COUNT_ONCE,
          answer.path("repeated").asBoolean()
              && attempt.endedIn <= op.receipt.sequence()
              && complete.report().hash().equals(attempt.reportHash)
              && attempt.finalState.name().equals(answer.path("finalState").asText()),
          op);
    } else if (command instanceof CreateRun create) {
      RunCreated known = model.key(create.runKey());
      check(
          Invariant.ONE_RUN_PER_KEY,
          !answer.path("created").asBoolean()
              && known != null
              && known.id().toString().equals(answer.path("run").asText())
              && known.requestFingerprint().equals(create.requestFingerprint()),
          op);
    } else if (command instanceof CancelRun) {
      check(Invariant.ANSWERS_AGREE, !answer.path("changed").asBoolean(), op);
    }
  }
}
