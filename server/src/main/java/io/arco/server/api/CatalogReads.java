package io.arco.server.api;

import io.arco.catalog.CatalogLookup;
import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.EntityViews;
import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operations that read the catalog: from the state value, as fresh as asked for, or a former
 * one.
 */
final class CatalogReads {
  private final ApiServices services;
  private final StateReads reads;

  CatalogReads(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  /** Answers one entity of a kind. */
  Future<Reply> get(Exchange exchange, EntityKind kind) {
    List<String> names = exchange.pathNames(kind);
    exchange.accepted(List.of(Reply.JSON));
    Optional<String> known = exchange.ifNoneMatch();
    return reads
        .asOf(exchange)
        .map(
            state -> {
              CatalogLookup lookup = new CatalogLookup(state.of(services.catalog()));
              Entity entity = lookup.at(EntityPath.of(kind, names));
              EntityTag tag =
                  new EntityTag(entity.id(), entity.version(), state.incarnation().tag());
              Reply reply =
                  known.isPresent() && tag.isIn(known.get())
                      ? Reply.empty(304, state.sequence())
                      : Reply.json(
                          200, Json.bytes(EntityViews.of(names, entity)), state.sequence());
              return reply.with("ETag", tag.text());
            });
  }

  /** Answers a page of the entities of a kind that one parent has, as its first page saw them. */
  Future<Reply> list(Exchange exchange, EntityKind kind) {
    List<String> parents = kind.parent() == null ? List.of() : exchange.pathNames(kind.parent());
    List<String> identity = new ArrayList<>(parents);
    identity.add(0, kind.text());
    exchange.accepted(List.of(Reply.JSON));
    PageRequest page = PageRequest.of(exchange, identity);
    return reads
        .bound(exchange, page)
        .map(
            state -> {
              List<Entity> found = found(state, kind, parents, page);
              return reads.boundPage(
                  exchange,
                  identity,
                  page,
                  found,
                  Entity::name,
                  entity -> EntityViews.summary(parents, entity),
                  state);
            });
  }

  private List<Entity> found(
      WorkspaceState state, EntityKind kind, List<String> parents, PageRequest page) {
    CatalogState catalog = state.of(services.catalog());
    EntityPath parent = EntityPath.TOP;
    if (kind.parent() != null) {
      parent = EntityPath.of(kind.parent(), parents);
      new CatalogLookup(catalog).at(parent);
    }
    return catalog.children(parent, kind, page.after(), page.limit());
  }
}
