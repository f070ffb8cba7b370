package io.arco.catalog;

import io.arco.catalog.CatalogCommand.Delete;
import io.arco.catalog.CatalogCommand.DeleteCatalog;
import io.arco.catalog.CatalogCommand.DeleteSchema;
import io.arco.catalog.CatalogCommand.DeleteTable;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.util.List;

/** Decides deletions: it is there, of the expected version, and empty or forced. */
final class DeleteDecisions {
  private DeleteDecisions() {}

  /**
   * @throws ProblemException why not
   */
  static Decision<CatalogState, CatalogEvent> decide(CatalogState state, Delete command) {
    CatalogRules.required("/name", command.name());
    if (command instanceof DeleteCatalog delete) {
      CatalogEntity there = new CatalogLookup(state).catalog(delete.name());
      return remove(state, delete, delete.force(), new CatalogDeleted(there.id(), there.name()));
    }
    if (command instanceof DeleteSchema delete) {
      String catalog = CatalogRules.required("/catalog", delete.catalog());
      SchemaEntity there = new CatalogLookup(state).schema(catalog, delete.name());
      return remove(
          state,
          delete,
          delete.force(),
          new SchemaDeleted(there.id(), there.catalogId(), catalog, there.name()));
    }
    DeleteTable delete = (DeleteTable) command;
    String catalog = CatalogRules.required("/catalog", delete.catalog());
    String schema = CatalogRules.required("/schema", delete.schema());
    TableEntity there = new CatalogLookup(state).table(catalog, schema, delete.name());
    return remove(
        state,
        delete,
        false,
        new TableDeleted(there.id(), there.schemaId(), catalog, schema, there.name()));
  }

  private static Decision<CatalogState, CatalogEvent> remove(
      CatalogState state, Delete command, boolean force, CatalogEvent event) {
    Node node = state.node(event.path());
    Long expected = command.expectedVersion();
    if (expected != null && expected != node.entity().version()) {
      throw CatalogProblems.versionMismatch(node.entity(), expected).asException();
    }
    if (!force && !node.children().isEmpty()) {
      throw CatalogProblems.notEmpty(node.entity(), node.children().size()).asException();
    }
    Deletion answer = new Deletion(event.id(), node.count());
    return new Accepted<>(List.of(event), after -> answer);
  }
}
