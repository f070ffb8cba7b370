package io.arco.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand;
import io.arco.catalog.PlainCatalog;
import io.arco.journal.CommittedCommand.KeyUse;
import io.arco.ledger.Command;
import io.arco.planner.RunCommand;
import io.arco.planner.tally.TallyCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a workspace does, said once more in the plainest way. */
final class PlainModel {
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
    this(new PlainCatalog(), new HashMap<>());
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
    if (commands.size() == 1 && commands.get(0) instanceof TallyCommand.Add add) {
      return add.by() < 1 ? "INVALID_REQUEST" : "ok";
    }
    if (commands.get(0) instanceof RunCommand command) {
      return runs.code(command);
    }
    PlainModel copy = new PlainModel(catalog.copy(), new HashMap<>(tallies));
    for (Command command : commands) {
      String said = copy.run(command, now, new UUID(0, copy.sequence++));
      if (!said.equals("ok")) {
        return said;
      }
    }
    return "ok";
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
    boolean sameId = answer.path("id").asText().equals(event.path("id").asText());
    return answer.has("deleted")
        ? sameId && answer.get("deleted").asInt() == catalog.lastDeleted()
        : sameId && answer.path("name").equals(event.path("name"));
  }
}
