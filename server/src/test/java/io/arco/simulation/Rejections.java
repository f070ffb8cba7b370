package io.arco.simulation;

import io.arco.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Holds every rejection, and every answer to what changed nothing, to the moments between request
 * and answer: at one of them the model must say the same. Moments lie between the commands of a
 * commit too.
 */
final class Rejections {
  private final World world;
  private final PlainModel model;
  private final Set<String> inJournal;
  private final List<Op> later;
  private final List<Op> current = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int next;

  /**
   * @param inJournal the requests that stand in commits
   */
  Rejections(World world, PlainModel model, List<Op> ops, Set<String> inJournal) {
    this.inJournal = inJournal;
    this.world = world;
    this.model = model;
    this.later =
        ops.stream()
            .filter(
                op -> op.kind == Op.Kind.WRITE && (op.isRejected() || op.changedNothing(inJournal)))
            .sorted(Comparator.comparingLong(op -> op.headAtBegin))
            .toList();
  }

  /** A moment within a commit. */
  void within(long commit, Instant committedAt) {
    now = committedAt;
    meet(op -> op.headAtBegin < commit && commit <= op.headAtEnd);
  }

  /** The moments after a commit, until the next one. */
  void atEndOf(long commit) {
    while (next < later.size() && later.get(next).headAtBegin <= commit) {
      current.add(later.get(next++));
    }
    meet(op -> op.headAtBegin <= commit && commit <= op.headAtEnd);
    for (Iterator<Op> each = current.iterator(); each.hasNext(); ) {
      Op op = each.next();
      if (op.headAtEnd <= commit) {
        each.remove();
        refuted(op);
      }
    }
  }

  /** Those that are still open when the journal ends. */
  void finish() {
    current.forEach(this::refuted);
  }

  private void refuted(Op op) {
    Invariant invariant =
        op.key != null && op.problem != null && model.live(op.principal, op.key) != null
            ? Invariant.KEYS_ANSWER_ONCE
            : Invariant.REJECTIONS_ARE_CURRENT;
    world.findings().add(invariant, "at no moment right: " + op, null);
  }

  private void meet(java.util.function.Predicate<Op> inTime) {
    for (Iterator<Op> each = current.iterator(); each.hasNext(); ) {
      Op op = each.next();
      if (inTime.test(op) && isRight(op)) {
        each.remove();
        world.findings().check(Invariant.REJECTIONS_ARE_CURRENT, true, op::toString);
      }
    }
  }

  /** A server whose clock is ahead refuses, and commits nothing that would say what time it was. */
  private boolean isByItsClock(Op op, String code) {
    return op.problem.code() == ErrorCode.DROPPED_NOT_FOUND
        && says(op, code, Instant.ofEpochMilli(op.latestWallMillis));
  }

  private boolean says(Op op, String code, Instant time) {
    return model.tryOut(op.commands, time).equals(code);
  }

  private boolean isRight(Op op) {
    PlainModel.Used live = op.key == null ? null : model.live(op.principal, op.key);
    if (op.problem == null) {
      return live == null && model.changeNothing(op.commands, op.receipt.answers(), now);
    }
    if (op.problem.code() == ErrorCode.IDEMPOTENCY_KEY_REUSED) {
      return live != null && !live.use.requestHash().equals(Client.hashOf(op.commands));
    }
    String code = op.problem.code().name();
    return live == null && (says(op, code, now) || isByItsClock(op, code));
  }
}
