package io.arco.simulation;

import io.arco.ledger.Command;
import io.arco.ledger.Receipt;
import io.arco.planner.OrchestrationCommand;
import io.arco.planner.run.Lease;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.WorkspaceKeys;
import java.util.List;
import java.util.Set;

/** One request of a client: what was asked, when, and what was answered. */
final class Op {
  /** What is asked. */
  enum Kind {
    WRITE,
    READ,
    STALE_READ,
    READ_AT_LEAST,
    LATEST_SNAPSHOT,
    NEWEST_SNAPSHOT,
    LEASE,
    HEARTBEAT
  }

  final Kind kind;
  final WorkspaceKeys keys;
  final ServerProcess process;
  final String requestId;

  /** Of writes. */
  List<Command> commands = List.of();

  String principal;
  String key;

  /** Of reads. */
  long minSequence;

  long maxStaleMillis;

  /** When it was sent, the head of the journal then, and what this server had shown before. */
  long beganMillis;

  long headAtBegin;
  long shownBefore;

  /** What came of it. */
  boolean ended;

  boolean lost;
  long headAtEnd;

  /** What the clock that was furthest ahead showed then. */
  long latestWallMillis;

  Receipt receipt;
  Problem problem;
  long sequence;
  long manifest;
  String stateHash;

  /** Of polls. */
  List<Lease> leases = List.of();

  Op(Kind kind, WorkspaceKeys keys, ServerProcess process, String requestId) {
    this.kind = kind;
    this.keys = keys;
    this.process = process;
    this.requestId = requestId;
  }

  void failed(Throwable failure) {
    problem =
        failure instanceof ProblemException known
            ? known.problem()
            : Problem.of(ErrorCode.INTERNAL, "unforeseen: " + failure);
  }

  boolean succeeded() {
    return ended && !lost && problem == null;
  }

  /** Whether it is asked of the orchestration of a workspace. */
  boolean isOfRuns() {
    return kind == Kind.LEASE
        || kind == Kind.HEARTBEAT
        || !commands.isEmpty() && commands.get(0) instanceof OrchestrationCommand;
  }

  /** Whether its client was told that it certainly was not done. */
  boolean isRefused() {
    return ended && problem != null && problem.code() != ErrorCode.OUTCOME_UNKNOWN;
  }

  /** Whether it was done without an event: it holds, and nothing had to be changed. */
  boolean changedNothing(Set<String> inJournal) {
    return kind == Kind.WRITE
        && !isOfRuns()
        && succeeded()
        && !receipt.replayed()
        && !inJournal.contains(requestId);
  }

  /** Whether it was refused for what the state is, not for what a server could not do. */
  boolean isRejected() {
    return isRefused()
        && switch (problem.code()) {
          case UNAVAILABLE,
              OVERLOADED,
              FORMAT_TOO_NEW,
              WORKSPACE_CORRUPT,
              INTERNAL,
              IDEMPOTENCY_KEYS_EXHAUSTED ->
              false;
          default -> true;
        };
  }

  @Override
  public String toString() {
    String answer =
        !ended
            ? "unanswered"
            : lost
                ? "lost"
                : problem != null
                    ? problem.code() + " " + problem.text() + problem.details()
                    : receipt != null
                        ? "at " + receipt.sequence() + (receipt.replayed() ? " replayed" : "")
                        : "at " + sequence + (manifest > 0 ? " in manifest " + manifest : "");
    return requestId
        + " "
        + kind
        + " on "
        + process.name()
        + " of "
        + keys.workspace().tenant().name()
        + (key == null ? "" : " key " + key)
        + " "
        + commands
        + " at "
        + beganMillis
        + " head "
        + headAtBegin
        + ": "
        + answer;
  }
}
