package io.arco.server.api;

import io.arco.catalog.CatalogLookup;
import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.EntityViews;
import io.arco.json.Json;
import io.arco.ledger.Incarnation;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations that read the catalog: from the state value, as fresh as asked for. */
final class CatalogReads {
  /** A staleness beyond this means nothing more. */
  static final long MAX_STALE_MILLIS = 86_400_000;

  private final ApiServices services;

  CatalogReads(ApiServices services) {
    this.services = services;
  }

  /** A page of a list. */
  private record Page(List<?> items, String nextPageToken) {}

  /** Answers one entity of a kind. */
  Future<Reply> get(Exchange exchange, EntityKind kind) {
    List<String> names = exchange.pathNames(kind);
    exchange.accepted(List.of(Reply.JSON));
    Optional<String> known = exchange.ifNoneMatch();
    return read(exchange)
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

  /** Answers a page of the entities of a kind that one parent has. */
  Future<Reply> list(Exchange exchange, EntityKind kind) {
    List<String> parents = kind.parent() == null ? List.of() : exchange.pathNames(kind.parent());
    List<String> identity = new ArrayList<>(parents);
    identity.add(0, kind.text());
    exchange.accepted(List.of(Reply.JSON));
    PageRequest page = PageRequest.of(exchange, identity);
    return read(exchange)
        .map(
            state -> {
              page.check(state.incarnation());
              CatalogState catalog = state.of(services.catalog());
              EntityPath parent = EntityPath.TOP;
              if (kind.parent() != null) {
                parent = EntityPath.of(kind.parent(), parents);
                new CatalogLookup(catalog).at(parent);
              }
              List<Entity> found = catalog.children(parent, kind, page.after(), page.limit());
              boolean more = found.size() > page.size();
              List<Entity> shown = more ? found.subList(0, page.size()) : found;
              String next = more ? nextToken(identity, shown, state.incarnation()) : null;
              Page answer =
                  new Page(
                      shown.stream().map(entity -> EntityViews.summary(parents, entity)).toList(),
                      next);
              return Reply.json(200, Json.bytes(answer), state.sequence());
            });
  }

  private static String nextToken(
      List<String> identity, List<Entity> shown, Incarnation incarnation) {
    return PageToken.of(identity, shown.get(shown.size() - 1).name(), incarnation);
  }

  /** How fresh the caller wants a read. */
  static ReadOptions freshness(Exchange exchange, ApiLimits limits) {
    return new ReadOptions(
        exchange.minSequence(),
        exchange.queryNumber("maxStale", 0, MAX_STALE_MILLIS, 0),
        limits.timeoutMillis());
  }

  private Future<WorkspaceState> read(Exchange exchange) {
    ReadOptions options = freshness(exchange, services.limits());
    return onThisLoop(
        services.workspaces().open(exchange.workspace()).compose(ledger -> ledger.read(options)));
  }

  /**
   * States come on the owner's loop, which all requests share; finding and writing is for the
   * request's own.
   */
  private static <T> Future<T> onThisLoop(Future<T> future) {
    Context loop = Vertx.currentContext();
    Promise<T> promise = Promise.promise();
    future.onComplete(done -> loop.runOnContext(ignored -> promise.handle(done)));
    return promise.future();
  }
}
