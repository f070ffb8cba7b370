package io.arco.catalog;

import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.util.List;
import java.util.Optional;

/** Decides requirements: they hold, or what they belong to is refused. */
final class Requirements {
  private Requirements() {}

  /**
   * @throws ProblemException why it does not hold
   */
  static Decision<CatalogState, CatalogEvent> decide(CatalogState state, RequireEntity command) {
    EntityPath path = CatalogRules.path(command.kind(), command.names());
    Found found = command.absent() ? nothing(state, path) : found(state, path, command);
    return new Accepted<>(List.of(), after -> found);
  }

  private static Found nothing(CatalogState state, EntityPath path) {
    Optional<Entity> there = state.at(path);
    if (there.isPresent()) {
      throw CatalogProblems.notNew(there.get()).asException();
    }
    return Found.NOTHING;
  }

  private static Found found(CatalogState state, EntityPath path, RequireEntity command) {
    Entity there = new CatalogLookup(state).at(path);
    PlaceRules.checkExpected(there, command);
    return new Found(there.id(), there.version());
  }
}
