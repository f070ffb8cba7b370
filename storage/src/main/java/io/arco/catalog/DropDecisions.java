package io.arco.catalog;

import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.CatalogEvent.EntityPurged;
import io.arco.catalog.CatalogEvent.EntityUndropped;
import io.arco.catalog.CatalogEvent.Place;
import io.arco.catalog.CatalogEvent.PurgeReason;
import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Decides what becomes of the dropped: who stays how long, who comes back, who goes for good. */
final class DropDecisions {
  /** So many that were dropped are purged by one command, beside what it does. */
  static final int MAX_PURGED = 100;

  private final CatalogLimits limits;
  private final Duration retention;
  private final CatalogRules rules;
  private final PlaceRules places;

  DropDecisions(CatalogLimits limits, Duration retention) {
    this.limits = limits;
    this.retention = retention;
    this.rules = new CatalogRules(limits);
    this.places = new PlaceRules(limits);
  }

  /** Until when something is kept that is dropped now; null: not at all. */
  Instant keptUntil(Instant now) {
    return retention.isZero() ? null : now.plus(retention);
  }

  /** Those that have been kept as long as they were to be, at most {@link #MAX_PURGED}. */
  List<CatalogEvent> expired(CatalogState state, Instant now) {
    return leaving(state, 0, now);
  }

  /**
   * Who goes so that so many entities more can be dropped: those that have expired, then those that
   * would be kept shortest.
   *
   * @throws ProblemException LIMIT_REACHED if {@link #MAX_PURGED} of them are not enough
   */
  List<CatalogEvent> makeRoom(CatalogState state, int entities, Instant now) {
    List<CatalogEvent> leaving = leaving(state, entities, now);
    long left = state.dropped().count();
    for (CatalogEvent purged : leaving) {
      left -= state.dropped().find(purged.id()).orElseThrow().count();
    }
    if (left + entities > limits.droppedEntities()) {
      throw CatalogProblems.droppedLimit(limits.droppedEntities()).asException();
    }
    return leaving;
  }

  private List<CatalogEvent> leaving(CatalogState state, int entities, Instant now) {
    List<CatalogEvent> leaving = new ArrayList<>();
    long count = (long) state.dropped().count() + entities;
    for (Dropped dropped : state.dropped().byExpiry()) {
      boolean isKept = dropped.isKeptAt(now);
      boolean isRoom = entities == 0 || count <= limits.droppedEntities();
      if ((isKept && isRoom) || leaving.size() == MAX_PURGED) {
        break;
      }
      leaving.add(EntityPurged.of(dropped, isKept ? PurgeReason.ROOM : PurgeReason.EXPIRED));
      count -= dropped.count();
    }
    return leaving;
  }

  /**
   * Decides that something is put back.
   *
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> undrop(
      CatalogState state, UndropEntity command, Instant now) {
    checkPlace(command);
    Dropped dropped = kept(state, command.id(), now);
    Place to = place(state, dropped, command);
    EntityUndropped event = new EntityUndropped(dropped.kind(), dropped.id(), dropped.names(), to);
    places.checkUndropped(state, event.pathAfter(), dropped.count());
    return new Accepted<>(
        List.of(event),
        after -> {
          EntityPath there = event.pathAfter();
          return EntityViews.of(there.names(), after.at(there).orElseThrow());
        });
  }

  /** What can be judged without the state. */
  private void checkPlace(UndropEntity command) {
    if (command.name() != null) {
      rules.name(command.name());
    }
  }

  private static Dropped kept(CatalogState state, UUID id, Instant now) {
    CatalogRules.requiredValue("/id", id);
    return state
        .dropped()
        .find(id)
        .filter(dropped -> dropped.isKeptAt(now))
        .orElseThrow(() -> CatalogProblems.droppedNotFound(id).asException());
  }

  /** Where it shall stand; null if where it stood. */
  private static Place place(CatalogState state, Dropped dropped, UndropEntity command) {
    EntityKind kind = dropped.kind();
    boolean inSchema = kind.parent() == EntityKind.SCHEMA;
    refuseUnless(inSchema || kind == EntityKind.SCHEMA, "/catalog", command.catalog());
    refuseUnless(inSchema, "/schema", command.schema());
    List<String> names = new ArrayList<>(dropped.names());
    set(names, names.size() - 1, command.name());
    set(names, 0, command.catalog());
    set(names, 1, command.schema());
    EntityPath parentPath = EntityPath.of(kind, names).parent();
    boolean isSaid = command.catalog() != null || command.schema() != null;
    UUID parentId = dropped.node().entity().parentId();
    UUID foundId = isSaid ? said(state, parentPath) : same(state, parentPath, parentId);
    boolean isSame = names.equals(dropped.names()) && (foundId == null || foundId.equals(parentId));
    return isSame ? null : new Place(foundId, names);
  }

  private static void set(List<String> names, int index, String name) {
    if (name != null) {
      names.set(index, name);
    }
  }

  private static UUID said(CatalogState state, EntityPath parent) {
    return new CatalogLookup(state).at(parent).id();
  }

  /** What it belonged to, if that stands where it stood; an entity of its name is another one. */
  private static UUID same(CatalogState state, EntityPath parent, UUID parentId) {
    if (parentId == null) {
      return null;
    }
    return state
        .at(parent)
        .map(Entity::id)
        .filter(parentId::equals)
        .orElseThrow(() -> CatalogProblems.parentGone(parent, parentId).asException());
  }

  private static void refuseUnless(boolean allowed, String field, Object value) {
    if (!allowed && value != null) {
      throw CatalogProblems.notHere(field, "fields of this kind").asException();
    }
  }

  /**
   * Decides that something goes for good.
   *
   * @throws ProblemException why not
   */
  Decision<CatalogState, CatalogEvent> purge(
      CatalogState state, PurgeDropped command, Instant now) {
    Dropped dropped = kept(state, command.id(), now);
    Deletion answer = new Deletion(dropped.id(), dropped.count(), null);
    return new Accepted<>(List.of(EntityPurged.of(dropped, PurgeReason.ASKED)), after -> answer);
  }
}
