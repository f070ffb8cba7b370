package io.arco.catalog;

import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.EntityDeleted;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides deletions: it is there, as expected, and empty or forced. */
final class DeleteDecisions {
  private final DropDecisions drops;

  DeleteDecisions(DropDecisions drops) {
    this.drops = drops;
  }

  /**
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> decide(
      CatalogState state, DeleteEntity command, Instant now) {
    EntityPath path = CatalogRules.path(command.kind(), command.names());
    Node node = new CatalogLookup(state).node(path);
    PlaceRules.checkExpected(node.entity(), command);
    if (!command.force() && !node.children().isEmpty()) {
      throw CatalogProblems.notEmpty(node.entity(), node.children().size()).asException();
    }
    Instant keptUntil = command.purge() ? null : drops.keptUntil(now);
    List<CatalogEvent> events = new ArrayList<>();
    if (keptUntil != null) {
      events.addAll(drops.makeRoom(state, node.count(), now));
    }
    events.add(event(node.entity(), path.names(), keptUntil));
    Deletion answer = new Deletion(node.entity().id(), node.count(), keptUntil);
    return new Accepted<>(events, after -> answer);
  }

  private static CatalogEvent event(Entity there, List<String> names, Instant keptUntil) {
    return switch (there.kind()) {
      case CATALOG -> new CatalogDeleted(there.id(), there.name(), keptUntil);
      case SCHEMA ->
          new SchemaDeleted(there.id(), there.parentId(), names.get(0), there.name(), keptUntil);
      case TABLE ->
          new TableDeleted(
              there.id(), there.parentId(), names.get(0), names.get(1), there.name(), keptUntil);
      default -> new EntityDeleted(there.kind(), there.id(), there.parentId(), names, keptUntil);
    };
  }
}
