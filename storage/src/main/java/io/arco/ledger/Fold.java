package io.arco.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Format;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.CommittedChange.Applied;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Folds commits into states: the meaning of a journal. Pure. */
public final class Fold {
  private final Workspace workspace;
  private final Domains domains;

  /** For the journal of this workspace. */
  public Fold(Workspace workspace, Domains domains) {
    this.workspace = workspace;
    this.domains = domains;
  }

  /**
   * A state and what led to it.
   *
   * @param state after the commit
   * @param change what the commit changed
   * @param header the commit's header
   */
  public record Folded(WorkspaceState state, CommittedChange change, CommitHeader header) {}

  /**
   * Folds the next commit, after checking that it is the next.
   *
   * @param object its name for messages
   * @throws CorruptObjectException if it is torn or not chained to the state's head
   * @throws io.arco.problem.ProblemException FORMAT_TOO_NEW, also for an event this build does not
   *     know
   */
  public Folded next(WorkspaceState state, String object, byte[] bytes) {
    Commit commit = CommitCodec.decode(object, workspace, state.sequence() + 1, bytes);
    CommitHeader header = commit.header();
    if (!header.previousHash().equals(state.head())) {
      throw new CorruptObjectException(
          object,
          "it follows " + header.previousHash() + ", the commit before hashes to " + state.head());
    }
    if (header.committedAt().isBefore(state.committedAt())) {
      throw new CorruptObjectException(object, "its time is behind the commit before");
    }
    Step step = new Step(state, header.sequence(), header.committedAt());
    for (CommittedCommand command : commit.commands()) {
      Caller caller = new Caller(command.principal(), command.requestId());
      for (CommittedEvent event : command.events()) {
        step.apply(domains.indexOf(event.domain()), decode(object, event), caller);
      }
      if (command.key() != null) {
        step.use(command.principal(), command.key());
      }
    }
    return step.end(header, Hash.of(bytes), bytes.length);
  }

  private Event decode(String object, CommittedEvent event) {
    int index = domains.indexOf(event.domain());
    Class<? extends Event> type =
        index < 0 ? null : domains.all().get(index).events().get(event.type());
    if (type == null) {
      throw Problem.of(
              ErrorCode.FORMAT_TOO_NEW,
              "This workspace holds an event this server does not know. Upgrade the server.")
          .with("object", object)
          .with("event", event.domain() + "/" + event.type())
          .with("supported", Format.CURRENT)
          .asException();
    }
    try {
      return Json.MAPPER.treeToValue(event.data(), type);
    } catch (JsonProcessingException e) {
      throw new CorruptObjectException(
          object, "its event " + event.domain() + "/" + event.type() + " does not parse");
    }
  }

  /** One commit on its way into a state; used by the fold and, speculatively, by deciding. */
  static final class Step {
    private final Domains domains;
    private final WorkspaceState before;
    private final Object[] states;
    private final Stamp stamp;
    private final List<Applied<?, ?>> applied = new ArrayList<>();
    private final List<IdempotencyKeys.Use> added = new ArrayList<>();
    private IdempotencyKeys keys;

    Step(WorkspaceState before, long sequence, Instant committedAt) {
      this.domains = before.domains();
      this.before = before;
      this.states = before.copyOfStates();
      this.stamp = new Stamp(sequence, committedAt);
      this.keys = before.keys().expire(committedAt);
    }

    Object state(int index) {
      return states[index];
    }

    IdempotencyKeys keys() {
      return keys;
    }

    int applied() {
      return applied.size();
    }

    @SuppressWarnings("unchecked")
    <S, E extends Event> void apply(int index, Event event, Caller caller) {
      Domain<S, ?, E> domain = (Domain<S, ?, E>) domains.all().get(index);
      S from = (S) states[index];
      S to = domain.apply(from, (E) event, stamp);
      states[index] = to;
      applied.add(new Applied<>(domain, from, (E) event, to, caller));
    }

    void use(String principal, CommittedCommand.KeyUse use) {
      keys = keys.with(principal, use, stamp.sequence());
      added.add(keys.find(principal, use.key()));
    }

    /** Takes back the events of a submission of which a later command was refused. */
    void undoTo(int mark) {
      while (applied.size() > mark) {
        Applied<?, ?> last = applied.remove(applied.size() - 1);
        states[domains.indexOf(last.domain())] = last.before();
      }
    }

    Folded end(CommitHeader header, Hash hash, long bytes) {
      WorkspaceState after =
          new WorkspaceState(domains, stamp.sequence(), hash, stamp.committedAt(), states, keys);
      CommittedChange change =
          new CommittedChange(
              stamp,
              LedgerTables.commitRow(header, hash, bytes),
              applied,
              added,
              before.keys().expiring(stamp.committedAt()));
      return new Folded(after, change, header);
    }
  }
}
