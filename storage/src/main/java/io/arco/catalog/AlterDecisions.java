package io.arco.catalog;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogEvent.EntityAltered;
import io.arco.catalog.CatalogEvent.Place;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides alterations: what differs from what there is becomes one event, or none. */
final class AlterDecisions {
  private final CatalogLimits limits;
  private final CatalogRules rules;
  private final ColumnRules columnRules;
  private final DetailRules detailRules;
  private final PlaceRules places;

  AlterDecisions(CatalogLimits limits) {
    this.limits = limits;
    this.rules = new CatalogRules(limits);
    this.columnRules = new ColumnRules(limits, rules);
    this.detailRules = new DetailRules(limits, rules);
    this.places = new PlaceRules(limits);
  }

  /**
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> decide(CatalogState state, AlterEntity command) {
    EntityPatch patch = command.patch();
    if (patch != null && patch.columns() != null && patch.columns().size() > limits.columns()) {
      throw CatalogRules.tooMany("/columns", "columns", limits.columns());
    }
    return alter(state, command);
  }

  /**
   * The same for any number of changes of columns.
   *
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> alter(CatalogState state, AlterEntity command) {
    EntityPath path = CatalogRules.path(command.kind(), command.names());
    EntityPatch patch = command.patch() == null ? EntityPatch.NONE : command.patch();
    check(command.kind(), patch);
    Entity before = new CatalogLookup(state).at(path);
    PlaceRules.checkExpected(before, command);
    EntityAltered event = event(state, path, before, patch, command.force());
    return new Accepted<>(
        event.isEmpty() ? List.of() : List.of(event),
        after -> {
          EntityPath there = event.pathAfter();
          return EntityViews.of(there.names(), after.at(there).orElseThrow());
        });
  }

  /** What can be judged without the state. */
  private void check(EntityKind kind, EntityPatch patch) {
    boolean inSchema = kind.parent() == EntityKind.SCHEMA;
    refuseUnless(inSchema || kind == EntityKind.SCHEMA, "/catalog", patch.catalog());
    refuseUnless(inSchema, "/schema", patch.schema());
    refuseUnless(kind == EntityKind.TABLE, "/location", patch.location());
    refuseUnless(kind == EntityKind.TABLE, "/columns", patch.columns());
    DetailsSpec details = patch.details();
    refuseUnless(details == null || details.kind() == kind, "", details);
    if (patch.name() != null) {
      rules.name(patch.name());
    }
    rules.comment("/comment", Change.after(patch.comment(), null));
    rules.owner(Change.after(patch.owner(), null));
    rules.location(Change.after(patch.location(), null));
  }

  private static void refuseUnless(boolean allowed, String field, Object value) {
    if (!allowed && value != null) {
      throw CatalogProblems.notHere(field, "fields of this kind").asException();
    }
  }

  private EntityAltered event(
      CatalogState state, EntityPath path, Entity before, EntityPatch patch, boolean force) {
    Place to = place(state, path, patch);
    List<Column> columns = null;
    Integer lastColumnId = null;
    if (before instanceof TableEntity table && patch.columns() != null) {
      ColumnChanges changes = new ColumnChanges(rules, columnRules, table, force);
      changes.apply(patch.columns());
      columns = changes.columns().equals(table.columns()) ? null : changes.columns();
      lastColumnId = changes.lastColumnId() == table.lastColumnId() ? null : changes.lastColumnId();
    }
    return new EntityAltered(
        path.last().kind(),
        before.id(),
        path.names(),
        to,
        differing(patch.comment(), before.comment()),
        SortedProperties.between(
            before.properties(), rules.propertiesAfter(before.properties(), patch.properties())),
        differing(patch.owner(), before.owner()),
        SortedProperties.between(
            before.tags(), rules.tagsAfter("/tags", before.tags(), patch.tags())),
        before instanceof TableEntity table ? differing(patch.location(), table.location()) : null,
        columns,
        lastColumnId,
        before instanceof ObjectEntity object ? details(object, patch) : null);
  }

  private Details details(ObjectEntity before, EntityPatch patch) {
    if (patch.details() == null) {
      return null;
    }
    Details after = patch.details().after(before.details(), detailRules);
    return after.equals(before.details()) ? null : after;
  }

  private static <T> Change<T> differing(Change<T> change, T before) {
    return change == null || Objects.equals(change.value(), before) ? null : change;
  }

  /** Where it shall stand, if not where it does. */
  private Place place(CatalogState state, EntityPath path, EntityPatch patch) {
    List<String> names = new ArrayList<>(path.names());
    List<EntityKind> kinds = path.last().kind().lineage();
    for (int i = 0; i < names.size(); i++) {
      String given = i == names.size() - 1 ? patch.name() : parentName(kinds.get(i), patch);
      if (given != null) {
        names.set(i, given);
      }
    }
    if (names.equals(path.names())) {
      return null;
    }
    EntityPath to = EntityPath.of(path.last().kind(), names);
    Node parent = new CatalogLookup(state).node(to.parent());
    places.checkMove(state, path, to);
    return new Place(parent.entity() == null ? null : parent.entity().id(), names);
  }

  private static String parentName(EntityKind kind, EntityPatch patch) {
    return switch (kind) {
      case CATALOG -> patch.catalog();
      case SCHEMA -> patch.schema();
      default -> null;
    };
  }
}
