package io.arco.simulation;

import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Report;
import io.arco.planner.run.TaskError;
import io.arco.problem.ErrorCode;
import io.arco.server.dispatch.Heartbeat;
import java.util.SplittableRandom;

/**
 * A worker at one attempt. While there are faults, it is one in three that all goes well: others
 * vanish, freeze and report late, fail, hurry, do not listen, or say everything twice.
 */
final class RunJob {
  private static final int MAX_TRIES = 6;

  private final RunCalls calls;
  private final Lease lease;
  private final SplittableRandom random;
  private final Runnable end;
  private final Manner manner;
  private boolean cancelled;
  private boolean ended;

  /** How a worker goes about it. */
  private enum Manner {
    SOUND,
    HASTY,
    FAILING,
    FROZEN,
    VANISHING,
    STUBBORN
  }

  RunJob(RunCalls calls, Lease lease, SplittableRandom random, Runnable end) {
    this.calls = calls;
    this.lease = lease;
    this.random = random;
    this.end = end;
    this.manner = calls.world().isHealed() ? Manner.SOUND : manner(random.nextInt(100));
  }

  private static Manner manner(int drawn) {
    if (drawn < 40) {
      return Manner.SOUND;
    }
    return drawn < 55
        ? Manner.HASTY
        : drawn < 68
            ? Manner.FAILING
            : drawn < 82 ? Manner.FROZEN : drawn < 92 ? Manner.VANISHING : Manner.STUBBORN;
  }

  void begin() {
    calls.world().trace(calls.principal() + " is " + manner + " at " + lease);
    switch (manner) {
      case VANISHING -> end();
      case HASTY -> calls.later(random.nextInt(500), () -> report(Report.succeeded(), 1));
      default -> start(1);
    }
  }

  private void start(int tries) {
    StartTask command =
        new StartTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId());
    calls.submit(
        command,
        op -> {
          if (op != null && op.succeeded()) {
            note(op.receipt.answers().get(0).path("shouldCancel").asBoolean());
            work();
          } else if (isUnsure(op) && tries < MAX_TRIES) {
            calls.later(200 + random.nextInt(500), () -> start(tries + 1));
          } else {
            end();
          }
        });
  }

  private void work() {
    switch (manner) {
      case FROZEN -> calls.later(3_000 + random.nextInt(40_000), () -> report(outcome(), 1));
      case FAILING -> calls.later(random.nextInt(2_000), () -> report(failure(), 1));
      default -> {
        long until = calls.world().time().nowMillis() + random.nextInt(12_000);
        goOn(until);
      }
    }
  }

  /** Says that it is there, until it is done or is told to stop. */
  private void goOn(long untilMillis) {
    if (ended) {
      return;
    }
    boolean listens = manner != Manner.STUBBORN;
    if (cancelled && listens) {
      report(new Report(Outcome.CANCELLED, null, null, null, null, null, "work"), 1);
    } else if (calls.world().time().nowMillis() >= untilMillis) {
      report(outcome(), 1);
    } else {
      heartbeat();
      calls.later(1_000 + random.nextInt(700), () -> goOn(untilMillis));
    }
  }

  private void heartbeat() {
    Server server = calls.anyServer();
    if (server == null) {
      return;
    }
    Op op = calls.op(Op.Kind.HEARTBEAT, server);
    Heartbeat heartbeat =
        new Heartbeat(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), 50.0, "at it");
    calls
        .world()
        .history()
        .ask(
            op,
            () -> server.workers().heartbeat(calls.keys().workspace(), heartbeat),
            heard -> {
              op.sequence = heard.sequence();
              note(heard.shouldCancel());
            },
            () -> {
              if (op.problem != null && op.problem.code() == ErrorCode.TASK_EXPIRED) {
                end();
              }
            });
  }

  private void note(boolean shouldCancel) {
    cancelled |= shouldCancel;
  }

  private Report outcome() {
    boolean fails = manner != Manner.SOUND && random.nextInt(4) == 0;
    return fails ? failure() : Report.succeeded();
  }

  private static Report failure() {
    return Report.failed(new TaskError(ErrorCategory.USER_CODE, "it broke", null, null));
  }

  private void report(Report report, int tries) {
    if (ended) {
      return;
    }
    CompleteTask command =
        new CompleteTask(lease.run(), lease.task(), lease.attempt(), lease.attemptId(), report);
    calls.submit(
        command,
        op -> {
          if (isUnsure(op) && tries < MAX_TRIES) {
            calls.later(200 + random.nextInt(1_000), () -> report(report, tries + 1));
          } else if (random.nextInt(4) == 0 && tries < MAX_TRIES) {
            calls.later(random.nextInt(3_000), () -> report(report, MAX_TRIES));
          } else if (random.nextInt(12) == 0 && tries < MAX_TRIES) {
            calls.later(random.nextInt(3_000), () -> report(failure(), MAX_TRIES));
          } else {
            end();
          }
        });
  }

  private static boolean isUnsure(Op op) {
    return op == null
        || op.lost
        || op.problem != null
            && (op.problem.code() == ErrorCode.OUTCOME_UNKNOWN
                || op.problem.code() == ErrorCode.UNAVAILABLE
                || op.problem.code() == ErrorCode.OVERLOADED);
  }

  private void end() {
    if (!ended) {
      ended = true;
      end.run();
    }
  }
}
