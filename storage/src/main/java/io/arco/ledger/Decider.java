package io.arco.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.journal.Format;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.runtime.Uuids;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides submissions in order, each on the state that those before it leave, into one batch. */
final class Decider {
  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

  /** So many bytes of JSON the answers of one submission may have together. */
  static final long MAX_ANSWER_BYTES = 4 << 20;

  private final Workspace workspace;
  private final Domains domains;
  private final Runtime runtime;
  private final LedgerOptions options;
  private final String writer;
  private final Uuids uuids;

  Decider(LedgerConfig config) {
    this.workspace = config.workspace();
    this.domains = config.domains();
    this.runtime = config.runtime();
    this.options = config.options();
    this.writer = config.writer();
    this.uuids = new Uuids(config.runtime().random());
  }

  /** Takes submissions off the queue until it is empty or the batch is full. */
  Batch decide(WorkspaceState state, SubmissionQueue queue) {
    Instant clock = Instant.ofEpochMilli(runtime.clock().wallMillis());
    Instant now = clock.isBefore(state.committedAt()) ? state.committedAt() : clock;
    Draft draft = new Draft(state, now);
    for (Pending next = queue.peek(); next != null; next = queue.peek()) {
      if (draft.isFull()) {
        break;
      }
      queue.remove();
      draft.add(next);
    }
    return draft.batch();
  }

  /** A batch in the making. */
  private final class Draft {
    private final WorkspaceState state;
    private final Instant now;
    private final long sequence;
    private final Fold.Step step;
    private final List<Batch.Outcome> outcomes = new ArrayList<>();
    private final List<CommittedCommand> commands = new ArrayList<>();
    private long bytes;
    private int events;

    Draft(WorkspaceState state, Instant now) {
      this.state = state;
      this.now = now;
      this.sequence = state.sequence() + 1;
      this.step = new Fold.Step(state, sequence, now);
    }

    private String incarnation() {
      return state.incarnation().tag();
    }

    boolean isFull() {
      return outcomes.size() >= options.maxBatchCommands() || bytes >= options.maxBatchBytes();
    }

    void add(Pending pending) {
      Submission submission = pending.submission();
      String principal = submission.caller().principal();
      IdempotencyKey key = submission.key();
      if (key != null) {
        IdempotencyKeys.Use use = step.keys().find(principal, key.text());
        if (use != null) {
          replay(pending, use);
          return;
        }
        if (step.keys().size() >= options.maxIdempotencyKeys()) {
          refuse(
              pending,
              Problem.of(
                      ErrorCode.IDEMPOTENCY_KEYS_EXHAUSTED,
                      "This workspace holds as many live idempotency keys as it may. Try later, or"
                          + " without a key.")
                  .with("limit", options.maxIdempotencyKeys()));
          return;
        }
      }
      int mark = step.applied();
      try {
        decideAll(pending, mark);
      } catch (RuntimeException e) {
        step.undoTo(mark);
        LOG.error("deciding failed, request {}", submission.caller().requestId(), e);
        refuse(pending, Problem.of(ErrorCode.INTERNAL, "This request met a fault of the server."));
      }
    }

    /**
     * Answers what puts no commit, unless the journal still holds the submission's key: it has
     * expired by this server's clock only, and nothing would say so to all.
     */
    private void withoutCommit(Pending pending, Runnable answer) {
      IdempotencyKey key = pending.submission().key();
      IdempotencyKeys.Use use =
          key == null
              ? null
              : state.keys().find(pending.submission().caller().principal(), key.text());
      if (use == null) {
        answer.run();
      } else {
        replay(pending, use);
      }
    }

    private void replay(Pending pending, IdempotencyKeys.Use use) {
      Receipt first;
      try {
        first = use.receipt(pending.submission().key(), incarnation());
      } catch (ProblemException e) {
        refuse(pending, e.problem());
        return;
      }
      outcomes.add(new Batch.Outcome(pending, 0, () -> pending.complete(first)));
    }

    private void refuse(Pending pending, Problem problem) {
      outcomes.add(new Batch.Outcome(pending, 0, () -> pending.fail(problem)));
    }

    private void decideAll(Pending pending, int mark) {
      List<Command> asked = pending.submission().commands();
      List<JsonNode> answers = new ArrayList<>();
      List<CommittedEvent> decided = new ArrayList<>();
      long answerBytes = 0;
      for (int i = 0; i < asked.size(); i++) {
        Problem problem = decideOne(asked.get(i), pending.submission().caller(), decided, answers);
        if (problem != null) {
          step.undoTo(mark);
          Problem refusal = asked.size() == 1 ? problem : problem.with("operation", i);
          withoutCommit(pending, () -> refuse(pending, refusal));
          return;
        }
        // One alone is as large as its domain lets it be.
        answerBytes += asked.size() == 1 ? 0 : Json.bytes(answers.get(i)).length;
        if (answerBytes > MAX_ANSWER_BYTES) {
          step.undoTo(mark);
          refuse(
              pending,
              tooLarge(
                  "This request makes a larger answer than one may.",
                  answerBytes,
                  MAX_ANSWER_BYTES));
          return;
        }
      }
      if (decided.isEmpty()) {
        // What stands before it in the batch may be what it was decided on.
        long decidedOn = commands.isEmpty() ? state.sequence() : sequence;
        Receipt receipt = new Receipt(decidedOn, answers, incarnation(), false);
        withoutCommit(
            pending,
            () -> outcomes.add(new Batch.Outcome(pending, 0, () -> pending.complete(receipt))));
        return;
      }
      long size = decided.stream().mapToLong(event -> Json.bytes(event).length).sum();
      if (size > options.maxCommandBytes()) {
        step.undoTo(mark);
        refuse(
            pending,
            tooLarge(
                "This request makes more bytes of events than one may.",
                size,
                options.maxCommandBytes()));
        return;
      }
      accept(pending, answers, decided, size);
    }

    private static Problem tooLarge(String text, long bytes, long limit) {
      return Problem.of(ErrorCode.TOO_LARGE, text).with("bytes", bytes).with("limit", limit);
    }

    private void accept(
        Pending pending, List<JsonNode> answers, List<CommittedEvent> decided, long size) {
      Caller caller = pending.submission().caller();
      IdempotencyKey key = pending.submission().key();
      KeyUse use = null;
      if (key != null) {
        Instant expiresAt = now.plusMillis(options.idempotencyTtlMillis());
        JsonNode kept = Json.MAPPER.valueToTree(answers);
        use = new KeyUse(key.text(), key.requestHash(), expiresAt, kept);
        step.use(caller.principal(), use);
      }
      commands.add(new CommittedCommand(caller.principal(), caller.requestId(), use, decided));
      Receipt receipt = new Receipt(sequence, answers, incarnation(), false);
      outcomes.add(new Batch.Outcome(pending, decided.size(), () -> pending.complete(receipt)));
      bytes += size;
      events += decided.size();
    }

    @SuppressWarnings("unchecked")
    private <S, C extends Command, E extends Event> Problem decideOne(
        Command command, Caller caller, List<CommittedEvent> decided, List<JsonNode> answers) {
      int index = domains.indexOf(command);
      Domain<S, C, E> domain = (Domain<S, C, E>) domains.all().get(index);
      Decision<S, E> decision =
          domain.decide(
              (S) step.state(index), (C) command, new Context(now, caller.principal(), uuids));
      if (decision instanceof Decision.Rejected<S, E> rejected) {
        return rejected.problem();
      }
      Decision.Accepted<S, E> accepted = (Decision.Accepted<S, E>) decision;
      for (E event : accepted.events()) {
        step.apply(index, event, caller);
        JsonNode tree = Json.MAPPER.valueToTree(event);
        decided.add(new CommittedEvent(domain.name(), domains.nameOf(event), tree));
      }
      Object answer = accepted.answer().apply((S) step.state(index));
      answers.add(Json.MAPPER.valueToTree(answer));
      return null;
    }

    Batch batch() {
      if (events == 0) {
        return new Batch(outcomes, state.head(), null, null);
      }
      CommitCodec.Seal seal =
          new CommitCodec.Seal(workspace, sequence, uuids.next(now), writer, now, state.head());
      byte[] commit = CommitCodec.encode(seal, commands);
      CommitHeader header =
          new CommitHeader(
              CommitHeader.TYPE,
              Format.CURRENT,
              workspace.tenant().name(),
              workspace.name(),
              sequence,
              seal.commitId(),
              writer,
              now,
              state.head(),
              commands.size(),
              events,
              Hash.NONE);
      return new Batch(
          outcomes, state.head(), commit, step.end(header, Hash.of(commit), commit.length));
    }
  }

  private record Context(Instant now, String principal, Uuids uuids) implements DecisionContext {
    @Override
    public UUID newId() {
      return uuids.next(now);
    }
  }
}
