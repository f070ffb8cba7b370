package io.arco.catalog;

import io.arco.catalog.CatalogCommand.Existing;
import io.arco.problem.ProblemException;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of places: whether something may stand there, and whether what stands there is what the
 * caller means. Each method throws {@link ProblemException}.
 */
final class PlaceRules {
  /** Kinds that share the names of a schema: in SQL one can't tell them apart. */
  private static final Set<EntityKind> RELATIONS = Set.of(EntityKind.TABLE, EntityKind.VIEW);

  private final CatalogLimits limits;

  PlaceRules(CatalogLimits limits) {
    this.limits = limits;
  }

  /** It is the one, and as it was, that the caller expects. */
  static void checkExpected(Entity there, Existing command) {
    boolean sameId = command.expectedId() == null || command.expectedId().equals(there.id());
    boolean sameVersion =
        command.expectedVersion() == null || command.expectedVersion() == there.version();
    if (!sameId || !sameVersion) {
      throw CatalogProblems.versionMismatch(there, command.expectedId(), command.expectedVersion())
          .asException();
    }
  }

  /** Nothing stands there yet, and there is room for one more beside and in all. */
  void checkNew(CatalogState state, EntityPath path) {
    checkFree(state, path);
    checkRoom(state, path);
    if (state.count() >= limits.entities()) {
      throw CatalogProblems.limit("entities", limits.entities()).asException();
    }
  }

  /** Nothing else stands where it moves to, and there is room for it. */
  void checkMove(CatalogState state, EntityPath from, EntityPath to) {
    checkFree(state, to);
    if (!from.parent().equals(to.parent())) {
      checkRoom(state, to);
    }
  }

  /** Nothing stands where it comes back to, and there is room for all that comes. */
  void checkUndropped(CatalogState state, EntityPath path, int entities) {
    rival(state, path)
        .ifPresent(
            there -> {
              throw CatalogProblems.nameTaken(there).asException();
            });
    checkRoom(state, path);
    if ((long) state.count() + entities > limits.entities()) {
      throw CatalogProblems.limit("entities", limits.entities()).asException();
    }
  }

  private static void checkFree(CatalogState state, EntityPath path) {
    rival(state, path)
        .ifPresent(
            there -> {
              throw CatalogProblems.alreadyExists(there).asException();
            });
  }

  /** What has the name already. */
  private static Optional<Entity> rival(CatalogState state, EntityPath path) {
    EntityKind kind = path.last().kind();
    for (EntityKind rival : RELATIONS.contains(kind) ? RELATIONS : Set.of(kind)) {
      Optional<Entity> there = state.at(EntityPath.of(rival, path.names()));
      if (there.isPresent()) {
        return there;
      }
    }
    return Optional.empty();
  }

  private void checkRoom(CatalogState state, EntityPath path) {
    EntityKind parent = path.last().kind().parent();
    String limit = "catalogs";
    int siblings = limits.catalogs();
    if (parent == EntityKind.CATALOG) {
      limit = "entitiesPerCatalog";
      siblings = limits.entitiesPerCatalog();
    } else if (parent != null) {
      limit = "entitiesPerSchema";
      siblings = limits.entitiesPerSchema();
    }
    if (state.node(path.parent()).children().size() >= siblings) {
      throw CatalogProblems.limit(limit, siblings).asException();
    }
  }
}
