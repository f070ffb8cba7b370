package io.arco.catalog;

import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogEvent.CatalogCreated;
import io.arco.catalog.CatalogEvent.EntityCreated;
import io.arco.catalog.CatalogEvent.SchemaCreated;
import io.arco.catalog.CatalogEvent.TableCreated;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Decides creations: first the rules that need no state, then the parents, then the siblings. */
final class CreateDecisions {
  private final CatalogRules rules;
  private final ColumnRules columnRules;
  private final DetailRules detailRules;
  private final PlaceRules places;

  CreateDecisions(CatalogLimits limits) {
    this.rules = new CatalogRules(limits);
    this.columnRules = new ColumnRules(limits, rules);
    this.detailRules = new DetailRules(limits, rules);
    this.places = new PlaceRules(limits);
  }

  /**
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> decide(
      CatalogState state, Create command, DecisionContext context) {
    check(command);
    if (command instanceof CreateCatalog create) {
      return catalog(state, create, context);
    }
    if (command instanceof CreateSchema create) {
      return schema(state, create, context);
    }
    if (command instanceof CreateObject create) {
      return object(state, create, context);
    }
    return table(state, (CreateTable) command, context);
  }

  /**
   * What every creation must keep to.
   *
   * @throws ProblemException the first that does not hold
   */
  void check(Create command) {
    rules.name(command.name());
    rules.comment("/comment", command.comment());
    rules.properties(command.properties());
    rules.owner(command.owner());
    rules.tags("/tags", command.tags());
  }

  private Decision<CatalogState, CatalogEvent> catalog(
      CatalogState state, CreateCatalog command, DecisionContext context) {
    String name = command.name();
    places.checkNew(state, EntityPath.catalog(name));
    CatalogEvent event =
        new CatalogCreated(
            context.newId(),
            name,
            command.comment(),
            SortedProperties.copyOf(command.properties()),
            command.owner(),
            SortedProperties.copyOf(command.tags()));
    return new Accepted<>(
        List.of(event), after -> CatalogView.of(new CatalogLookup(after).catalog(name)));
  }

  private Decision<CatalogState, CatalogEvent> schema(
      CatalogState state, CreateSchema command, DecisionContext context) {
    String catalog = CatalogRules.required("/catalog", command.catalog());
    String name = command.name();
    CatalogEntity parent = new CatalogLookup(state).catalog(catalog);
    places.checkNew(state, EntityPath.schema(catalog, name));
    CatalogEvent event =
        new SchemaCreated(
            context.newId(),
            parent.id(),
            catalog,
            name,
            command.comment(),
            SortedProperties.copyOf(command.properties()),
            command.owner(),
            SortedProperties.copyOf(command.tags()));
    return new Accepted<>(
        List.of(event),
        after -> SchemaView.of(catalog, new CatalogLookup(after).schema(catalog, name)));
  }

  private Decision<CatalogState, CatalogEvent> table(
      CatalogState state, CreateTable command, DecisionContext context) {
    String catalog = CatalogRules.required("/catalog", command.catalog());
    String schema = CatalogRules.required("/schema", command.schema());
    String name = command.name();
    rules.location(command.location());
    List<Column> columns = columnRules.columns(command.columns());
    SchemaEntity parent = new CatalogLookup(state).schema(catalog, schema);
    places.checkNew(state, EntityPath.table(catalog, schema, name));
    CatalogEvent event =
        new TableCreated(
            context.newId(),
            parent.id(),
            catalog,
            schema,
            name,
            command.format() == null ? TableFormat.DELTA : command.format(),
            command.location(),
            command.comment(),
            SortedProperties.copyOf(command.properties()),
            columns,
            command.owner(),
            SortedProperties.copyOf(command.tags()));
    return new Accepted<>(
        List.of(event),
        after ->
            TableView.of(catalog, schema, new CatalogLookup(after).table(catalog, schema, name)));
  }

  private Decision<CatalogState, CatalogEvent> object(
      CatalogState state, CreateObject command, DecisionContext context) {
    EntityKind kind = CatalogRules.requiredValue("/kind", command.kind());
    List<String> names = new ArrayList<>();
    if (command.parents() != null) {
      names.addAll(command.parents());
    }
    while (names.size() < kind.lineage().size() - 1) {
      names.add(null);
    }
    names.add(command.name());
    EntityPath path = CatalogRules.path(kind, names);
    if (command.details() == null || command.details().kind() != command.kind()) {
      throw CatalogProblems.required("").asException();
    }
    Details details = command.details().after(null, detailRules);
    Entity parent = new CatalogLookup(state).at(path.parent());
    places.checkNew(state, path);
    CatalogEvent event =
        new EntityCreated(
            command.kind(),
            context.newId(),
            parent.id(),
            path.names(),
            command.comment(),
            SortedProperties.copyOf(command.properties()),
            command.owner(),
            SortedProperties.copyOf(command.tags()),
            details);
    return new Accepted<>(
        List.of(event), after -> EntityViews.of(path.names(), new CatalogLookup(after).at(path)));
  }
}
