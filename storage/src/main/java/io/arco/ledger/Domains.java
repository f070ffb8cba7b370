package io.arco.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.json.Json;
import io.arco.table.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The domains a server knows, and which of them a command, an event or a table belongs to. */
public final class Domains {
  private final List<Domain<?, ?, ?>> all;
  private final Map<String, Integer> byName = new HashMap<>();
  private final Map<Class<?>, Integer> byCommand = new HashMap<>();
  private final Map<Class<?>, String> eventNames = new HashMap<>();
  private final Map<Class<?>, String> commandNames = new HashMap<>();

  /**
   * Gathers the domains, and the ledger's own, which every workspace has.
   *
   * @throws IllegalArgumentException if two share a name or a type
   */
  public Domains(List<Domain<?, ?, ?>> domains) {
    List<Domain<?, ?, ?>> withLedger = new ArrayList<>(domains);
    withLedger.add(LedgerDomain.INSTANCE);
    all = List.copyOf(withLedger);
    for (int i = 0; i < all.size(); i++) {
      Domain<?, ?, ?> domain = all.get(i);
      unique(byName.put(domain.name(), i), domain.name());
      for (Map.Entry<String, ? extends Class<?>> entry : domain.commands().entrySet()) {
        unique(byCommand.put(entry.getValue(), i), entry.getKey());
        commandNames.put(entry.getValue(), entry.getKey());
      }
      domain.events().forEach((name, type) -> unique(eventNames.put(type, name), name));
    }
  }

  private static void unique(Object before, String what) {
    if (before != null) {
      throw new IllegalArgumentException(what + " stands for two things");
    }
  }

  /** All of them, in a fixed order. */
  public List<Domain<?, ?, ?>> all() {
    return all;
  }

  /** The place of the domain of this name in {@link #all()}, or -1. */
  int indexOf(String name) {
    return byName.getOrDefault(name, -1);
  }

  /** The place of a known domain in {@link #all()}. */
  int indexOf(Domain<?, ?, ?> domain) {
    int index = indexOf(domain.name());
    if (index < 0) {
      throw new IllegalArgumentException("unknown domain " + domain.name());
    }
    return index;
  }

  /** The place of the domain that decides this command. */
  int indexOf(Command command) {
    Integer index = byCommand.get(command.getClass());
    if (index == null) {
      throw new IllegalArgumentException("no domain decides " + command.getClass());
    }
    return index;
  }

  /** The domain that decides this command. */
  public Domain<?, ?, ?> domainOf(Command command) {
    return all.get(indexOf(command));
  }

  /** The name of a command within its domain. */
  public String nameOf(Command command) {
    return commandNames.get(command.getClass());
  }

  /** The name of an event within its domain. */
  String nameOf(Event event) {
    String name = eventNames.get(event.getClass());
    if (name == null) {
      throw new IllegalArgumentException("no domain has the event " + event.getClass());
    }
    return name;
  }

  /**
   * What an event of a commit is about; empty for what nobody is to follow, or what this build does
   * not know.
   */
  @SuppressWarnings("unchecked")
  public <E extends Event> Optional<Subject> subject(CommittedEvent event) {
    int index = indexOf(event.domain());
    if (index < 0) {
      return Optional.empty();
    }
    Domain<?, ?, E> domain = (Domain<?, ?, E>) all.get(index);
    Class<? extends E> type = domain.events().get(event.type());
    try {
      return type == null
          ? Optional.empty()
          : domain.subject(Json.MAPPER.treeToValue(event.data(), type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The type of a command named by domain and command, or null if there is none. */
  public Class<? extends Command> commandType(String domain, String command) {
    int index = indexOf(domain);
    return index < 0 ? null : all.get(index).commands().get(command);
  }

  /** Every table of every domain, and the ledger's own: what a snapshot consists of. */
  public List<TableDefinition> tables() {
    List<TableDefinition> tables = new ArrayList<>();
    all.forEach(domain -> tables.addAll(domain.tables()));
    tables.add(LedgerTables.IDEMPOTENCY_KEYS);
    tables.add(LedgerTables.COMMITS);
    tables.add(LedgerTables.CHANGES);
    return List.copyOf(tables);
  }

  /** The tables that a state is restored from: all but history. */
  public List<TableDefinition> stateTables() {
    List<TableDefinition> tables = new ArrayList<>();
    all.forEach(domain -> tables.addAll(domain.restoredTables()));
    tables.add(LedgerTables.IDEMPOTENCY_KEYS);
    return List.copyOf(tables);
  }
}
