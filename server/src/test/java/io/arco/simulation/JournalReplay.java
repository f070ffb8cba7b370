package io.arco.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogState;
import io.arco.catalog.PlainView;
import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.journal.CommittedCommand;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.ledger.Domain;
import io.arco.ledger.Fold;
import io.arco.ledger.WorkspaceState;
import io.arco.store.WorkspaceKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Goes through a journal in order, folding it with the shipped code and beside it with a plain
 * model, and holds every answer to what the model gives at that place.
 */
final class JournalReplay {
  private final World world;
  private final WorkspaceKeys keys;
  private final Map<String, Op> writes = new HashMap<>();
  private final Map<String, List<Long>> places = new HashMap<>();
  private final List<String> hashes = new ArrayList<>();
  private final PlainModel model = new PlainModel();
  private final Set<String> inJournal = new HashSet<>();
  private final Rejections rejections;
  private final CatalogDomain catalog;
  private final RunReplay runs;

  JournalReplay(World world, WorkspaceKeys keys, List<Op> ops) {
    this.world = world;
    this.keys = keys;
    ops.stream().filter(op -> op.kind == Op.Kind.WRITE).forEach(op -> writes.put(op.requestId, op));
    readRequests();
    this.rejections = new Rejections(world, model, ops, inJournal);
    this.catalog = (CatalogDomain) (Domain<?, ?, ?>) world.domains().all().get(0);
    this.runs = new RunReplay(world, model.runs(), ops);
  }

  private void readRequests() {
    world
        .truth()
        .commits(keys)
        .forEach(
            (n, bytes) -> {
              try {
                Commit commit = CommitCodec.decode("commit " + n, keys.workspace(), n, bytes);
                commit.commands().forEach(command -> inJournal.add(command.requestId()));
              } catch (RuntimeException e) {
                world.trace("commit " + n + " does not decode, as its fold will tell: " + e);
              }
            });
  }

  /** Whether a request was done without an event. */
  boolean changedNothing(Op op) {
    return op.changedNothing(inJournal);
  }

  /** The newest commit. */
  long head() {
    return hashes.size() - 1;
  }

  /** The hash of the state after a commit, or null if there is none. */
  String hashAt(long sequence) {
    return sequence >= 0 && sequence < hashes.size() ? hashes.get((int) sequence) : null;
  }

  /** In which commits a request stands. */
  List<Long> placesOf(Op op) {
    if (op.isOfRuns()) {
      return runs.placesOf(op);
    }
    return places.getOrDefault(op.requestId, List.of());
  }

  PlainModel model() {
    return model;
  }

  void run() {
    TreeMap<Long, byte[]> commits = world.truth().commits(keys);
    Fold fold = new Fold(keys.workspace(), world.domains());
    WorkspaceState state = WorkspaceState.empty(world.domains());
    hashes.add(state.hash());
    rejections.atEndOf(0);
    for (Map.Entry<Long, byte[]> entry : commits.entrySet()) {
      long n = entry.getKey();
      String object = "commit " + n;
      if (n != state.sequence() + 1) {
        world.findings().add(Invariant.LOG_IS_DENSE, object + " follows " + state.sequence(), null);
        return;
      }
      try {
        state = fold.next(state, object, entry.getValue()).state();
      } catch (RuntimeException e) {
        world.findings().add(Invariant.STATES_ARE_FOLDS, object + " does not fold: " + e, e);
        return;
      }
      hashes.add(state.hash());
      commit(n, CommitCodec.decode(object, keys.workspace(), n, entry.getValue()));
      agrees(n, state);
    }
    world
        .findings()
        .check(
            Invariant.ANSWERS_AGREE,
            PlainView.all(state.of(catalog)).equals(model.catalog().all()),
            () -> "in the end the fold holds other things than the model");
    rejections.finish();
    runs.finish();
  }

  RunReplay runs() {
    return runs;
  }

  private void agrees(long n, WorkspaceState state) {
    CatalogState now = state.of(catalog);
    world
        .findings()
        .check(
            Invariant.ANSWERS_AGREE,
            now.count() == model.catalog().count()
                && now.dropped().count() == model.catalog().droppedCount(),
            () -> "after commit " + n + " the fold holds other things than the model");
    runs.agrees(n, state);
  }

  private void commit(long n, Commit commit) {
    Instant committedAt = commit.header().committedAt();
    model.begin(n, committedAt);
    rejections.within(n, committedAt);
    for (CommittedCommand command : commit.commands()) {
      if (runs.takes(n, command)) {
        rejections.within(n, committedAt);
        continue;
      }
      Op op = writes.get(command.requestId());
      places.computeIfAbsent(command.requestId(), ignored -> new ArrayList<>()).add(n);
      if (op == null) {
        world
            .findings()
            .add(Invariant.TENANTS_ARE_APART, "commit " + n + " holds a stranger's request", null);
      } else {
        command(n, committedAt, op, command);
      }
      rejections.within(n, committedAt);
    }
    rejections.atEndOf(n);
  }

  private void command(long n, Instant committedAt, Op op, CommittedCommand command) {
    int next = 0;
    boolean mine = op.receipt != null && !op.receipt.replayed() && op.receipt.sequence() == n;
    for (int i = 0; i < op.commands.size(); i++) {
      String said = model.run(op.commands.get(i), committedAt, idOf(command.events(), next));
      next += model.lastEvents();
      int last = next - 1;
      int index = i;
      world
          .findings()
          .check(
              Invariant.ANSWERS_AGREE,
              said.equals("ok"),
              () ->
                  "commit "
                      + n
                      + " holds what should be "
                      + said
                      + ": command "
                      + index
                      + " of "
                      + op);
      if (mine && model.lastEvents() > 0 && last < command.events().size()) {
        JsonNode answer = op.receipt.answers().get(i);
        JsonNode event = command.events().get(last).data();
        world
            .findings()
            .check(
                Invariant.ANSWERS_AGREE,
                model.isAnswer(answer, event),
                () -> "answered " + answer + " for " + event + " in commit " + n + " to " + op);
      }
    }
    int given = next;
    world
        .findings()
        .check(
            Invariant.ALL_OR_NOTHING,
            command.events().size() == given,
            () -> "commit " + n + " has " + command.events().size() + " events of " + op);
    if (command.key() != null) {
      boolean fresh = model.use(command.principal(), command.key());
      world
          .findings()
          .check(
              Invariant.KEYS_ANSWER_ONCE,
              fresh,
              () -> "commit " + n + " uses a key that is still live: " + op);
    }
  }

  /** Of whom the first event is that takes nothing away that was dropped. */
  private static UUID idOf(List<CommittedEvent> events, int from) {
    for (int i = from; i < events.size(); i++) {
      if (!events.get(i).type().equals("EntityPurged")) {
        String id = events.get(i).data().path("id").asText();
        return id.isEmpty() ? null : UUID.fromString(id);
      }
    }
    return null;
  }
}
