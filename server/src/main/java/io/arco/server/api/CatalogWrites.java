package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteCatalog;
import io.arco.catalog.CatalogCommand.DeleteSchema;
import io.arco.catalog.CatalogCommand.DeleteTable;
import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityPath;
import io.arco.ledger.ReadOptions;
import io.arco.server.api.CatalogBodies.NewCatalog;
import io.arco.server.api.CatalogBodies.NewSchema;
import io.arco.server.api.CatalogBodies.NewTable;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** The operations that change the catalog: by a message to the workspace's owner. */
final class CatalogWrites {
  private final ApiServices services;
  private final Submissions submissions;

  CatalogWrites(ApiServices services) {
    this.services = services;
    this.submissions = new Submissions(services);
  }

  Future<Reply> createCatalog(Exchange exchange) {
    NewCatalog body = exchange.body(NewCatalog.class);
    return create(
        exchange,
        new CreateCatalog(body.name(), body.comment(), body.properties()),
        "/api/v1/catalogs/");
  }

  Future<Reply> createSchema(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    NewSchema body = exchange.body(NewSchema.class);
    return create(
        exchange,
        new CreateSchema(catalog, body.name(), body.comment(), body.properties()),
        schemasPath(catalog));
  }

  Future<Reply> createTable(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    NewTable body = exchange.body(NewTable.class);
    Future<String> location =
        body.location() == null
            ? Future.succeededFuture()
            : services.locations().registered(body.location());
    Pending pending = Pending.of(exchange);
    String path = schemasPath(catalog) + PercentCode.encode(schema) + "/tables/";
    return location.compose(
        registered ->
            create(
                pending,
                new CreateTable(
                    catalog,
                    schema,
                    body.name(),
                    body.format(),
                    registered,
                    body.comment(),
                    body.properties(),
                    body.columns()),
                path));
  }

  Future<Reply> deleteCatalog(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    boolean force = exchange.queryFlag("force");
    return delete(
        exchange,
        EntityPath.catalog(catalog),
        version -> new DeleteCatalog(catalog, force, version));
  }

  Future<Reply> deleteSchema(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    boolean force = exchange.queryFlag("force");
    return delete(
        exchange,
        EntityPath.schema(catalog, schema),
        version -> new DeleteSchema(catalog, schema, force, version));
  }

  Future<Reply> deleteTable(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    String table = exchange.pathName("table");
    return delete(
        exchange,
        EntityPath.table(catalog, schema, table),
        version -> new DeleteTable(catalog, schema, table, version));
  }

  private static String schemasPath(String catalog) {
    return "/api/v1/catalogs/" + PercentCode.encode(catalog) + "/schemas/";
  }

  private Future<Reply> create(Exchange exchange, CatalogCommand.Create command, String folder) {
    return create(Pending.of(exchange), command, folder);
  }

  private Future<Reply> create(Pending pending, CatalogCommand.Create command, String folder) {
    return submissions
        .submit(pending, command)
        .map(
            receipt -> {
              JsonNode answer = receipt.answers().get(0);
              EntityTag tag =
                  new EntityTag(
                      UUID.fromString(answer.path("id").asText()), answer.path("version").asLong());
              return Submissions.reply(201, receipt)
                  .with("Location", folder + PercentCode.encode(command.name()))
                  .with("ETag", tag.text());
            });
  }

  /** Makes a deletion of an expected version. */
  private interface Deletion {
    CatalogCommand of(Long expectedVersion);
  }

  private Future<Reply> delete(Exchange exchange, EntityPath path, Deletion deletion) {
    Pending pending = Pending.of(exchange);
    Optional<EntityTag> expected = exchange.ifMatch().map(EntityTag::parse);
    if (expected.isEmpty()) {
      return submissions
          .submit(pending, deletion.of(null))
          .map(receipt -> Submissions.reply(200, receipt));
    }
    EntityTag tag = expected.get();
    return checkId(pending, path, tag)
        .compose(ignored -> submissions.submit(pending, deletion.of(tag.version())))
        .map(receipt -> Submissions.reply(200, receipt));
  }

  /** Versions are compared where it is decided; that it is still the same entity, here. */
  private Future<Void> checkId(Pending pending, EntityPath path, EntityTag tag) {
    if (pending.key() != null) {
      return Future.succeededFuture();
    }
    ReadOptions options = ReadOptions.linearizable(services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(pending.workspace())
        .compose(ledger -> ledger.read(options))
        .map(
            state -> {
              CatalogState catalog = state.of(services.catalog());
              Optional<Entity> there = catalog.at(path);
              if (there.isPresent() && !there.get().id().equals(tag.id())) {
                throw tag.mismatch();
              }
              return null;
            });
  }
}
