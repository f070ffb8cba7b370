package io.arco.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand;
import io.arco.catalog.CatalogLimits;
import io.arco.catalog.PlainCatalog;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.json.Json;
import io.arco.ledger.Command;
import io.arco.planner.RunCommand;
import io.arco.planner.tally.TallyCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What a workspace does, said once more in the plainest way. */
final class PlainModel {
  private static final int MAX_DROPPED = CatalogLimits.DEFAULT.droppedEntities();

  private final PlainCatalog catalog;
  private final Map<String, Long> tallies;
  private final Map<String, Used> live = new HashMap<>();
  private final Map<String, List<Used>> uses = new HashMap<>();
  private final PlainRuns runs = new PlainRuns();
  private long lastTotal;
  private int lastEvents;
  private long sequence;

  /** One use of a key: where it stands and, once it has expired, in which commit it did. */
  static final class Used {
    final long sequence;
    final KeyUse use;
    long expiredIn = Long.MAX_VALUE;

    Used(long sequence, KeyUse use) {
      this.sequence = sequence;
      this.use = use;
    }
  }

  PlainModel() {
    this(new PlainCatalog(World.DROP_RETENTION, MAX_DROPPED), new HashMap<>());
  }

  private PlainModel(PlainCatalog catalog, Map<String, Long> tallies) {
    this.catalog = catalog;
    this.tallies = tallies;
  }

  PlainRuns runs() {
    return runs;
  }

  PlainCatalog catalog() {
    return catalog;
  }

  /** A commit begins: keys whose time has passed in the journal are gone. */
  void begin(long commit, Instant committedAt) {
    sequence = commit;
    live.values()
        .removeIf(
            used -> {
              boolean expired = !used.use.expiresAt().isAfter(committedAt);
              if (expired) {
                used.expiredIn = commit;
              }
              return expired;
            });
  }

  /** Uses a key; false if it was live. */
  boolean use(String principal, KeyUse use) {
    Used used = new Used(sequence, use);
    uses.computeIfAbsent(scoped(principal, use.key()), ignored -> new ArrayList<>()).add(used);
    return live.put(scoped(principal, use.key()), used) == null;
  }

  /** The live use of a key, or null. */
  Used live(String principal, String key) {
    return live.get(scoped(principal, key));
  }

  /** Every use of a key there was. */
  List<Used> uses(String principal, String key) {
    return uses.getOrDefault(scoped(principal, key), List.of());
  }

  private static String scoped(String principal, String key) {
    return principal + " " + key;
  }

  /** The code of what a request meets, without doing it: {@code ok}, or the first rejection. */
  String tryOut(List<Command> commands, Instant now) {
    if (commands.get(0) instanceof RunCommand command) {
      return runs.code(command);
    }
    PlainModel copy = copy();
    for (Command command : commands) {
      String said = copy.run(command, now, new UUID(0, copy.sequence++));
      if (!said.equals("ok")) {
        return said;
      }
    }
    return "ok";
  }

  private PlainModel copy() {
    return new PlainModel(catalog.copy(), new HashMap<>(tallies));
  }

  /** Whether these commands hold, change nothing, and are answered so, without doing them. */
  boolean changeNothing(List<Command> commands, List<JsonNode> answers, Instant now) {
    PlainModel copy = copy();
    for (int i = 0; i < commands.size(); i++) {
      boolean isRight =
          copy.run(commands.get(i), now, null).equals("ok")
              && copy.lastEvents == 0
              && copy.isAnswer(answers.get(i));
      if (!isRight) {
        return false;
      }
    }
    return true;
  }

  /**
   * Does a command, or answers the code of its rejection.
   *
   * @param now the time of the commit
   * @param id the id of what is deleted, if something is
   */
  String run(Command command, Instant now, UUID id) {
    lastEvents = 1;
    if (command instanceof CatalogCommand known) {
      String said = catalog.run(known, now, id);
      lastEvents = catalog.lastEvents();
      return said;
    }
    if (command instanceof TallyCommand.Add add) {
      if (add.by() < 1) {
        return "INVALID_REQUEST";
      }
      lastTotal = tallies.merge(add.name(), add.by(), Long::sum);
      return "ok";
    }
    NewerTally.Take take = (NewerTally.Take) command;
    lastTotal = tallies.merge(take.name(), -take.by(), Long::sum);
    return "ok";
  }

  /** How many events the last command gave. */
  int lastEvents() {
    return lastEvents;
  }

  /** Whether an answer is the one to the command that was run last and gave this event. */
  boolean isAnswer(JsonNode answer, JsonNode event) {
    if (answer.has("total")) {
      return answer.get("total").asLong() == lastTotal;
    }
    boolean sameId = answer.findPath("id").equals(event.path("id"));
    return sameId
        && (answer.has("deleted")
            ? answer.get("deleted").asInt() == catalog.lastDeleted()
                && answer.path("keptUntil").equals(event.path("keptUntil"))
            : isAnswer(answer));
  }

  /** Whether an answer shows what the command that was run last left. */
  private boolean isAnswer(JsonNode answer) {
    PlainCatalog.Thing thing = catalog.last();
    if (thing == null) {
      return answer.isEmpty();
    }
    JsonNode view = answer.path(answer.has("table") && answer.has("created") ? "table" : "");
    view = view.isMissingNode() ? answer : view;
    boolean isSame =
        view.path("id").asText().equals(String.valueOf(thing.id()))
            && view.path("version").asLong() == thing.version();
    // Of what was only required the answer says no more.
    return isSame && (!view.has("createdAt") || isView(view, thing));
  }

  private static boolean isView(JsonNode view, PlainCatalog.Thing thing) {
    List<String> columns = new ArrayList<>();
    if (!view.has("sql")) {
      view.path("columns").forEach(column -> columns.add(column.path("name").asText()));
    }
    return view.path("name").asText().equals(thing.name())
        && Objects.equals(view.path("comment").textValue(), thing.comment())
        && Objects.equals(view.path("owner").textValue(), thing.owner())
        && view.path("tags").equals(Json.MAPPER.valueToTree(thing.tags()))
        && view.path("properties").equals(Json.MAPPER.valueToTree(thing.properties()))
        && columns.equals(thing.columnNames());
  }
}
