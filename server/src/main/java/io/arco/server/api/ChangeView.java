package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Commit;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.ledger.Domains;
import io.arco.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A commit as those who follow changes see it.
 *
 * @param sequence its number
 * @param commitId its id
 * @param committedAt its time
 * @param changes in order; none where all that happened is nobody's to follow
 */
@JsonPropertyOrder({"sequence", "commitId", "committedAt", "changes"})
record ChangeView(long sequence, UUID commitId, Instant committedAt, List<Change> changes) {
  /**
   * One change.
   *
   * @param principal who made it
   * @param requestId the request that brought it
   * @param event the name of the event
   * @param kind of which kind the entity is
   * @param id its id
   * @param names that led to it before the change, or of a new one after it, from the top down
   * @param data the event, as its JSON schema describes it
   */
  @JsonPropertyOrder({"principal", "requestId", "event", "kind", "id", "names", "data"})
  record Change(
      String principal,
      String requestId,
      String event,
      String kind,
      UUID id,
      List<String> names,
      JsonNode data) {}

  /** What of a commit may be followed. */
  static ChangeView of(Commit commit, Domains domains) {
    List<Change> changes = new ArrayList<>();
    for (CommittedCommand command : commit.commands()) {
      for (CommittedEvent event : command.events()) {
        Optional<Subject> subject = domains.subject(event);
        if (subject.isPresent()) {
          changes.add(change(command, event, subject.get()));
        }
      }
    }
    return new ChangeView(
        commit.header().sequence(),
        commit.header().commitId(),
        commit.header().committedAt(),
        changes);
  }

  private static Change change(CommittedCommand command, CommittedEvent event, Subject subject) {
    return new Change(
        command.principal(),
        command.requestId(),
        event.type(),
        subject.kind(),
        subject.id(),
        subject.names(),
        event.data());
  }
}
