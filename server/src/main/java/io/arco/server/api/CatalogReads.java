package io.arco.server.api;

import io.arco.catalog.CatalogEntity;
import io.arco.catalog.CatalogProblems;
import io.arco.catalog.CatalogState;
import io.arco.catalog.CatalogView;
import io.arco.catalog.Entity;
import io.arco.catalog.SchemaEntity;
import io.arco.catalog.SchemaView;
import io.arco.catalog.TableEntity;
import io.arco.catalog.TableSummary;
import io.arco.catalog.TableView;
import io.arco.json.Json;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The operations that read the catalog: from the state value, as fresh as asked for. */
final class CatalogReads {
  private final ApiServices services;
  private final StateReads reads;

  CatalogReads(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  Future<Reply> listCatalogs(Exchange exchange) {
    return list(
        exchange,
        List.of("catalogs"),
        Function.identity(),
        (state, page) -> state.catalogs(page.after(), page.limit()),
        CatalogView::of);
  }

  Future<Reply> getCatalog(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    return get(exchange, state -> catalogOf(state, catalog), CatalogView::of);
  }

  Future<Reply> listSchemas(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    return list(
        exchange,
        List.of("schemas", catalog),
        state -> {
          catalogOf(state, catalog);
          return state;
        },
        (state, page) -> state.schemas(catalog, page.after(), page.limit()),
        schema -> SchemaView.of(catalog, schema));
  }

  Future<Reply> getSchema(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    return get(
        exchange,
        state -> schemaOf(state, catalog, schema),
        found -> SchemaView.of(catalog, found));
  }

  Future<Reply> listTables(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    return list(
        exchange,
        List.of("tables", catalog, schema),
        state -> {
          schemaOf(state, catalog, schema);
          return state;
        },
        (state, page) -> state.tables(catalog, schema, page.after(), page.limit()),
        table -> TableSummary.of(catalog, schema, table));
  }

  Future<Reply> getTable(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    String table = exchange.pathName("table");
    return get(
        exchange,
        state -> tableOf(state, catalog, schema, table),
        found -> TableView.of(catalog, schema, found));
  }

  static CatalogEntity catalogOf(CatalogState state, String catalog) {
    return state
        .catalog(catalog)
        .orElseThrow(() -> CatalogProblems.catalogNotFound(catalog).asException());
  }

  static SchemaEntity schemaOf(CatalogState state, String catalog, String schema) {
    Optional<SchemaEntity> found = state.schema(catalog, schema);
    if (found.isPresent()) {
      return found.get();
    }
    catalogOf(state, catalog);
    throw CatalogProblems.schemaNotFound(catalog, schema).asException();
  }

  static TableEntity tableOf(CatalogState state, String catalog, String schema, String table) {
    Optional<TableEntity> found = state.table(catalog, schema, table);
    if (found.isPresent()) {
      return found.get();
    }
    schemaOf(state, catalog, schema);
    throw CatalogProblems.tableNotFound(catalog, schema, table).asException();
  }

  private <E extends Entity> Future<Reply> get(
      Exchange exchange, Function<CatalogState, E> find, Function<E, ?> view) {
    exchange.accepted(List.of(Reply.JSON));
    Optional<String> known = exchange.ifNoneMatch();
    return reads
        .read(exchange)
        .map(
            state -> {
              E entity = find.apply(state.of(services.catalog()));
              EntityTag tag = new EntityTag(entity.id(), entity.version());
              Reply reply =
                  known.isPresent() && tag.isIn(known.get())
                      ? Reply.empty(304, state.sequence())
                      : Reply.json(200, Json.bytes(view.apply(entity)), state.sequence());
              return reply.with("ETag", tag.text());
            });
  }

  private <E extends Entity> Future<Reply> list(
      Exchange exchange,
      List<String> identity,
      Function<CatalogState, CatalogState> checked,
      BiFunction<CatalogState, PageRequest, List<E>> fetch,
      Function<E, ?> view) {
    exchange.accepted(List.of(Reply.JSON));
    PageRequest page = PageRequest.of(exchange, identity);
    return reads
        .read(exchange)
        .map(
            state -> {
              CatalogState catalog = checked.apply(state.of(services.catalog()));
              List<E> found = fetch.apply(catalog, page);
              boolean more = found.size() > page.size();
              List<E> shown = more ? found.subList(0, page.size()) : found;
              String next =
                  more ? PageToken.of(identity, shown.get(shown.size() - 1).name()) : null;
              Pages.Page answer = new Pages.Page(shown.stream().map(view).toList(), next);
              return Reply.json(200, Json.bytes(answer), state.sequence());
            });
  }
}
