package io.arco.catalog;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Decides what makes a table so, there or not: as its creation, or as its alteration. */
final class PutDecisions {
  private final CreateDecisions creations;
  private final AlterDecisions alterations;

  PutDecisions(CreateDecisions creations, AlterDecisions alterations) {
    this.creations = creations;
    this.alterations = alterations;
  }

  /**
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> decide(
      CatalogState state, PutTable command, DecisionContext context) {
    creations.check(command.creation());
    EntityPath path = path(command);
    Optional<Entity> there = state.at(path);
    boolean created = there.isEmpty();
    if (created && (command.expectedId() != null || command.expectedVersion() != null)) {
      throw CatalogProblems.notFound(path).asException();
    }
    Decision<CatalogState, CatalogEvent> decision =
        created
            ? creations.decide(state, command.creation(), context)
            : alterations.alter(state, alteration((TableEntity) there.get(), command));
    return decision instanceof Accepted<CatalogState, CatalogEvent> accepted
        ? new Accepted<>(
            accepted.events(),
            after -> new TablePut(created, (TableView) accepted.answer().apply(after)))
        : decision;
  }

  private static EntityPath path(PutTable command) {
    return EntityPath.table(
        CatalogRules.required("/catalog", command.catalog()),
        CatalogRules.required("/schema", command.schema()),
        command.name());
  }

  private static AlterEntity alteration(TableEntity before, PutTable command) {
    if (command.mustBeNew()) {
      throw CatalogProblems.notNew(before).asException();
    }
    if (command.format() != null && command.format() != before.format()) {
      throw CatalogProblems.formatStays(command.format(), before.format()).asException();
    }
    EntityPatch patch =
        new EntityPatch(
            null,
            null,
            null,
            said(command.comment()),
            said(command.owner()),
            whole(command.tags(), before.tags()),
            whole(command.properties(), before.properties()),
            said(command.location()),
            columns(command.columns(), before.columns()),
            null);
    return new AlterEntity(
        EntityKind.TABLE,
        List.of(command.catalog(), command.schema(), command.name()),
        patch,
        true,
        command.expectedId(),
        command.expectedVersion());
  }

  private static <T> Change<T> said(T value) {
    return value == null ? null : Change.to(value);
  }

  /** The change that leaves these entries and no others. */
  private static Change<Map<String, String>> whole(
      Map<String, String> entries, SortedMap<String, String> before) {
    if (entries == null) {
      return null;
    }
    Map<String, String> change = new LinkedHashMap<>(entries);
    before.keySet().forEach(key -> change.putIfAbsent(key, null));
    return Change.to(change);
  }

  /**
   * The changes that leave these columns, in this order, and no others. The index of a change is
   * that of the column in the request; those that go stand behind them.
   */
  private static List<ColumnChange> columns(List<ColumnSpec> columns, List<Column> before) {
    if (columns == null) {
      return null;
    }
    Set<String> left = new HashSet<>();
    before.forEach(column -> left.add(column.name()));
    List<ColumnChange> changes = new ArrayList<>();
    for (ColumnSpec spec : columns) {
      changes.add(spec == null ? null : change(spec, left.remove(spec.name()), changes.size()));
    }
    for (Column column : before) {
      if (left.contains(column.name())) {
        changes.add(ColumnChange.drop(column.name()));
      }
    }
    return changes;
  }

  private static ColumnChange change(ColumnSpec spec, boolean isThere, int position) {
    return new ColumnChange(
        isThere ? ColumnChange.Kind.ALTER : ColumnChange.Kind.ADD,
        isThere ? spec.name() : null,
        isThere ? null : spec.name(),
        spec.type(),
        spec.nullable(),
        said(spec.comment()),
        said(spec.tags()),
        position);
  }
}
