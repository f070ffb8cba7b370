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
import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.server.api.CatalogBodies.NewCatalog;
import io.arco.server.api.CatalogBodies.NewSchema;
import io.arco.server.api.CatalogBodies.NewTable;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The operations that change the catalog: by a message to the workspace's owner. */
final class CatalogWrites {
  private final ApiServices services;

  CatalogWrites(ApiServices services) {
    this.services = services;
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
    Pending pending = pending(exchange);
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

  /** What of a request goes along with its command; read while the request is at hand. */
  private record Pending(Workspace workspace, Caller caller, IdempotencyKey key) {}

  private static Pending pending(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    return new Pending(exchange.workspace(), exchange.caller(), exchange.idempotencyKey());
  }

  private Future<Reply> create(Exchange exchange, CatalogCommand.Create command, String folder) {
    return create(pending(exchange), command, folder);
  }

  private Future<Reply> create(Pending pending, CatalogCommand.Create command, String folder) {
    return submit(pending, command)
        .map(
            receipt -> {
              JsonNode answer = receipt.answers().get(0);
              EntityTag tag =
                  new EntityTag(
                      UUID.fromString(answer.path("id").asText()),
                      answer.path("version").asLong(),
                      receipt.incarnation());
              return reply(201, receipt)
                  .with("Location", folder + PercentCode.encode(command.name()))
                  .with("ETag", tag.text());
            });
  }

  /** Makes a deletion of an expected version. */
  private interface Deletion {
    CatalogCommand of(Long expectedVersion);
  }

  private Future<Reply> delete(Exchange exchange, EntityPath path, Deletion deletion) {
    Pending pending = pending(exchange);
    Optional<EntityTag> expected = exchange.ifMatch().map(EntityTag::parse);
    if (expected.isEmpty()) {
      return submit(pending, deletion.of(null)).map(receipt -> reply(200, receipt));
    }
    EntityTag tag = expected.get();
    return checkId(pending, path, tag)
        .compose(ignored -> submit(pending, deletion.of(tag.version())))
        .map(receipt -> reply(200, receipt));
  }

  /**
   * Versions are compared where it is decided; that it is still the same entity of the same
   * incarnation, here.
   */
  private Future<Void> checkId(Pending pending, EntityPath path, EntityTag tag) {
    ReadOptions options = ReadOptions.linearizable(services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(pending.workspace())
        .compose(
            ledger -> {
              if (!ledger.state().incarnation().tag().equals(tag.life())) {
                throw tag.mismatch();
              }
              return pending.key() == null
                  ? checkId(ledger.read(options), path, tag)
                  : Future.succeededFuture();
            });
  }

  private Future<Void> checkId(Future<WorkspaceState> read, EntityPath path, EntityTag tag) {
    return read.map(
        state -> {
          CatalogState catalog = state.of(services.catalog());
          Optional<Entity> there = catalog.at(path);
          if (there.isPresent() && !there.get().id().equals(tag.id())) {
            throw tag.mismatch();
          }
          return null;
        });
  }

  private Future<Receipt> submit(Pending pending, CatalogCommand command) {
    Submission submission =
        new Submission(
            List.of(command), pending.caller(), pending.key(), services.limits().timeoutMillis());
    return services.owner().submit(pending.workspace(), submission);
  }

  private static Reply reply(int status, Receipt receipt) {
    Reply reply = Reply.json(status, Json.bytes(receipt.answers().get(0)), receipt.sequence());
    return receipt.replayed() ? reply.with(ArcoHeaders.REPLAYED.toString(), "true") : reply;
  }
}
