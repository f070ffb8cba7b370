package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand;
import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.ledger.Receipt;
import io.arco.server.api.CatalogBodies.CatalogPatch;
import io.arco.server.api.CatalogBodies.NewCatalog;
import io.arco.server.api.CatalogBodies.NewSchema;
import io.arco.server.api.CatalogBodies.NewTable;
import io.arco.server.api.CatalogBodies.SchemaPatch;
import io.arco.server.api.CatalogBodies.TableContent;
import io.arco.server.api.CatalogBodies.TablePatch;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.util.List;
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
        new CreateCatalog(
            body.name(), body.comment(), body.properties(), body.owner(), body.tags()),
        "/api/v1/catalogs/");
  }

  Future<Reply> createSchema(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    NewSchema body = exchange.body(NewSchema.class);
    return create(
        exchange,
        new CreateSchema(
            catalog, body.name(), body.comment(), body.properties(), body.owner(), body.tags()),
        schemasPath(catalog));
  }

  Future<Reply> createTable(Exchange exchange) {
    String catalog = exchange.pathName("catalog");
    String schema = exchange.pathName("schema");
    NewTable body = exchange.body(NewTable.class);
    Future<String> location = registered(body.location());
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
                    body.columns(),
                    body.owner(),
                    body.tags()),
                path));
  }

  /** Makes a table so, there or not. */
  Future<Reply> putTable(Exchange exchange) {
    TableContent body = exchange.body(TableContent.class);
    List<String> names = exchange.pathNames(EntityKind.TABLE);
    boolean mustBeNew = exchange.mustBeNew();
    Pending pending = Pending.atTag(exchange);
    return registered(body.location())
        .compose(
            location ->
                submissions.submit(
                    pending,
                    new PutTable(
                        names.get(0),
                        names.get(1),
                        names.get(2),
                        body.format(),
                        location,
                        body.comment(),
                        body.properties(),
                        body.columns(),
                        body.owner(),
                        body.tags(),
                        mustBeNew,
                        pending.expectedId(),
                        pending.expectedVersion())))
        .map(CatalogWrites::put);
  }

  private static Reply put(Receipt receipt) {
    JsonNode answer = receipt.answers().get(0);
    int status = answer.path("created").asBoolean() ? 201 : 200;
    JsonNode table = answer.path("table");
    Receipt ofTable =
        new Receipt(receipt.sequence(), List.of(table), receipt.incarnation(), receipt.replayed());
    return tagged(status, ofTable);
  }

  private Future<String> registered(String location) {
    return location == null ? Future.succeededFuture() : services.locations().registered(location);
  }

  Future<Reply> alterCatalog(Exchange exchange) {
    return alter(exchange, EntityKind.CATALOG, exchange.body(CatalogPatch.class).patch());
  }

  Future<Reply> alterSchema(Exchange exchange) {
    return alter(exchange, EntityKind.SCHEMA, exchange.body(SchemaPatch.class).patch());
  }

  Future<Reply> alterTable(Exchange exchange) {
    TablePatch body = exchange.body(TablePatch.class);
    Pending pending = Pending.atTag(exchange);
    AlterEntity command = alteration(exchange, pending, EntityKind.TABLE, body.patch());
    if (body.location() == null || body.location().value() == null) {
      return alter(pending, command);
    }
    return services
        .locations()
        .registered(body.location().value())
        .compose(registered -> alter(pending, command.with(body.located(registered).patch())));
  }

  /** Creates an entity of a kind with details. */
  Future<Reply> createObject(Exchange exchange, EntityKind kind) {
    ObjectBody<ObjectBody.New> body = ObjectBody.of(exchange, kind, ObjectBody.New.class);
    ObjectBody.New common = body.common();
    List<String> parents = exchange.pathNames(kind.parent());
    return create(
        exchange,
        new CreateObject(
            kind,
            parents,
            common.name(),
            common.comment(),
            common.properties(),
            common.owner(),
            common.tags(),
            body.details()),
        exchange.request().path() + "/");
  }

  /** Alters an entity of a kind with details. */
  Future<Reply> alterObject(Exchange exchange, EntityKind kind) {
    ObjectBody<ObjectBody.Patch> body = ObjectBody.of(exchange, kind, ObjectBody.Patch.class);
    return alter(exchange, kind, body.common().patch(body.details()));
  }

  /** Deletes an entity of a kind; what holds something only by force, which some kinds know. */
  Future<Reply> delete(Exchange exchange, EntityKind kind) {
    Pending pending = Pending.atTag(exchange);
    DeleteEntity command =
        new DeleteEntity(
            kind,
            exchange.pathNames(kind),
            exchange.queryFlag("force"),
            pending.expectedId(),
            pending.expectedVersion());
    return submissions.submit(pending, command).map(receipt -> Submissions.reply(200, receipt));
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
            receipt ->
                tagged(201, receipt).with("Location", folder + PercentCode.encode(command.name())));
  }

  private Future<Reply> alter(Exchange exchange, EntityKind kind, EntityPatch patch) {
    Pending pending = Pending.atTag(exchange);
    return alter(pending, alteration(exchange, pending, kind, patch));
  }

  private Future<Reply> alter(Pending pending, AlterEntity command) {
    return submissions.submit(pending, command).map(receipt -> tagged(200, receipt));
  }

  private static AlterEntity alteration(
      Exchange exchange, Pending pending, EntityKind kind, EntityPatch patch) {
    return new AlterEntity(
        kind,
        exchange.pathNames(kind),
        patch,
        exchange.queryFlag("force"),
        pending.expectedId(),
        pending.expectedVersion());
  }

  /** The entity after it was written, with its tag. */
  private static Reply tagged(int status, Receipt receipt) {
    JsonNode answer = receipt.answers().get(0);
    UUID id = UUID.fromString(answer.path("id").asText());
    EntityTag tag = new EntityTag(id, answer.path("version").asLong(), receipt.incarnation());
    return Submissions.reply(status, receipt).with("ETag", tag.text());
  }
}
