package io.arco.simulation;

import static io.arco.simulation.Invariant.ACKNOWLEDGED_ONCE;
import static io.arco.simulation.Invariant.KEYS_ANSWER_ONCE;
import static io.arco.simulation.Invariant.NOT_DONE_IS_NOT_DONE;
import static io.arco.simulation.Invariant.READS_ARE_LINEARIZABLE;
import static io.arco.simulation.Invariant.SNAPSHOTS_ARE_FRESH;
import static io.arco.simulation.Invariant.STALE_READS_ARE_BOUNDED;
import static io.arco.simulation.Invariant.STATES_ARE_FOLDS;
import static io.arco.simulation.Invariant.WRITES_ARE_ORDERED;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.util.List;

/** Holds the answers to writes and reads to the journal and to real time. */
final class AnswerChecks {
  private final World world;
  private final JournalReplay journal;

  AnswerChecks(World world, JournalReplay journal) {
    this.world = world;
    this.journal = journal;
  }

  void run(List<Op> ops) {
    for (Op op : ops) {
      switch (op.kind) {
        case WRITE -> {
          if (!op.isOfRuns()) {
            write(op);
          }
        }
        case READ, READ_AT_LEAST, STALE_READ -> read(op);
        case LATEST_SNAPSHOT, NEWEST_SNAPSHOT -> snapshot(op);
        case LEASE, HEARTBEAT -> {
          // RunReplay has looked at them.
        }
      }
    }
  }

  private void check(Invariant invariant, boolean holds, Op op) {
    world.findings().check(invariant, holds, () -> op + ", in commits " + journal.placesOf(op));
  }

  private void write(Op op) {
    List<Long> places = journal.placesOf(op);
    if (op.isRefused()) {
      check(NOT_DONE_IS_NOT_DONE, places.isEmpty(), op);
    } else if (!op.succeeded()) {
      check(ACKNOWLEDGED_ONCE, places.size() <= 1, op);
    } else if (op.receipt.replayed()) {
      check(ACKNOWLEDGED_ONCE, places.isEmpty(), op);
      check(KEYS_ANSWER_ONCE, isReplay(op), op);
    } else if (journal.changedNothing(op)) {
      // Rejections has looked at it: it was right to change nothing.
      check(ACKNOWLEDGED_ONCE, places.isEmpty(), op);
      check(WRITES_ARE_ORDERED, op.receipt.sequence() >= op.headAtBegin, op);
    } else {
      check(ACKNOWLEDGED_ONCE, places.equals(List.of(op.receipt.sequence())), op);
      check(WRITES_ARE_ORDERED, op.receipt.sequence() > op.headAtBegin, op);
    }
  }

  /** Whether it was answered what its key stood for, at a time when it did. */
  private boolean isReplay(Op op) {
    for (PlainModel.Used used : journal.model().uses(op.principal, op.key)) {
      if (used.sequence == op.receipt.sequence()) {
        JsonNode answers = Json.MAPPER.valueToTree(op.receipt.answers());
        return used.use.requestHash().equals(Client.hashOf(op.commands))
            && used.use.answers().equals(answers)
            && used.sequence <= op.headAtEnd
            && used.expiredIn > op.headAtBegin;
      }
    }
    return false;
  }

  private void read(Op op) {
    if (!op.succeeded()) {
      return;
    }
    check(STATES_ARE_FOLDS, op.stateHash.equals(journal.hashAt(op.sequence)), op);
    if (op.kind == Op.Kind.STALE_READ) {
      long since = world.truth().heads(op.keys).before(op.beganMillis - op.maxStaleMillis);
      check(STALE_READS_ARE_BOUNDED, op.sequence >= since && op.sequence >= op.shownBefore, op);
    } else {
      check(READS_ARE_LINEARIZABLE, op.sequence >= op.headAtBegin, op);
      check(READS_ARE_LINEARIZABLE, op.sequence >= op.minSequence, op);
    }
  }

  private void snapshot(Op op) {
    if (op.succeeded()) {
      long least = op.kind == Op.Kind.LATEST_SNAPSHOT ? op.headAtBegin : 0;
      boolean isMonotone = op.kind == Op.Kind.LATEST_SNAPSHOT || op.manifest >= op.shownBefore;
      check(SNAPSHOTS_ARE_FRESH, op.sequence >= least && isMonotone, op);
    }
  }
}
