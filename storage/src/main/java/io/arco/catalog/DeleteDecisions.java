package io.arco.catalog;

import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.EntityDeleted;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.util.List;

/** Decides deletions: it is there, as expected, and empty or forced. */
final class DeleteDecisions {
  private DeleteDecisions() {}

  /**
   * @throws ProblemException why not
   */
  static Decision<CatalogState, CatalogEvent> decide(CatalogState state, DeleteEntity command) {
    EntityPath path = CatalogRules.path(command.kind(), command.names());
    Node node = new CatalogLookup(state).node(path);
    PlaceRules.checkExpected(node.entity(), command);
    if (!command.force() && !node.children().isEmpty()) {
      throw CatalogProblems.notEmpty(node.entity(), node.children().size()).asException();
    }
    Deletion answer = new Deletion(node.entity().id(), node.count());
    return new Accepted<>(List.of(event(node.entity(), path.names())), after -> answer);
  }

  private static CatalogEvent event(Entity there, List<String> names) {
    return switch (there.kind()) {
      case CATALOG -> new CatalogDeleted(there.id(), there.name());
      case SCHEMA -> new SchemaDeleted(there.id(), there.parentId(), names.get(0), there.name());
      case TABLE ->
          new TableDeleted(there.id(), there.parentId(), names.get(0), names.get(1), there.name());
      default -> new EntityDeleted(there.kind(), there.id(), there.parentId(), names);
    };
  }
}
