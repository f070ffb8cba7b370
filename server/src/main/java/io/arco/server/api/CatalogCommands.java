package io.arco.server.api;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.server.api.CatalogBodies.CatalogPatch;
import io.arco.server.api.CatalogBodies.NewCatalog;
import io.arco.server.api.CatalogBodies.NewSchema;
import io.arco.server.api.CatalogBodies.NewTable;
import io.arco.server.api.CatalogBodies.SchemaPatch;
import io.arco.server.api.CatalogBodies.TableContent;
import io.arco.server.api.CatalogBodies.TablePatch;
import io.arco.server.api.CatalogBodies.Undrop;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/**
 * What requests to change the catalog mean as commands, of one request or within a transaction.
 * Bodies are read at once, and what is wrong with them is thrown; where tables may point is judged
 * on a worker.
 */
final class CatalogCommands {
  private final TableLocations locations;

  CatalogCommands(TableLocations locations) {
    this.locations = locations;
  }

  /**
   * A creation.
   *
   * @param parents the names that lead to what it belongs to
   */
  Future<Create> create(EntityKind kind, List<String> parents, RequestBody body) {
    return switch (kind) {
      case CATALOG -> Future.succeededFuture(catalog(body.as(NewCatalog.class)));
      case SCHEMA -> Future.succeededFuture(schema(parents.get(0), body.as(NewSchema.class)));
      case TABLE -> table(parents, body.as(NewTable.class));
      case VIEW, VOLUME, FUNCTION, MODEL, MODEL_VERSION ->
          Future.succeededFuture(object(kind, parents, body));
    };
  }

  private static Create catalog(NewCatalog body) {
    return new CreateCatalog(
        body.name(), body.comment(), body.properties(), body.owner(), body.tags());
  }

  private static Create schema(String catalog, NewSchema body) {
    return new CreateSchema(
        catalog, body.name(), body.comment(), body.properties(), body.owner(), body.tags());
  }

  private Future<Create> table(List<String> parents, NewTable body) {
    return registered(body.location())
        .map(
            location ->
                new CreateTable(
                    parents.get(0),
                    parents.get(1),
                    body.name(),
                    body.format(),
                    location,
                    body.comment(),
                    body.properties(),
                    body.columns(),
                    body.owner(),
                    body.tags()));
  }

  private static Create object(EntityKind kind, List<String> parents, RequestBody body) {
    ObjectBody<ObjectBody.New> parts = ObjectBody.of(body, kind, ObjectBody.New.class);
    ObjectBody.New common = parts.common();
    return new CreateObject(
        kind,
        parents,
        common.name(),
        common.comment(),
        common.properties(),
        common.owner(),
        common.tags(),
        parts.details());
  }

  /**
   * What makes a table so, there or not.
   *
   * @param mustBeNew nothing may be there
   * @param expected what must be there, or null
   */
  Future<PutTable> put(
      List<String> names, RequestBody body, boolean mustBeNew, EntityTag expected) {
    TableContent content = body.as(TableContent.class);
    return registered(content.location())
        .map(
            location ->
                new PutTable(
                    names.get(0),
                    names.get(1),
                    names.get(2),
                    content.format(),
                    location,
                    content.comment(),
                    content.properties(),
                    content.columns(),
                    content.owner(),
                    content.tags(),
                    mustBeNew,
                    EntityTag.idOf(expected),
                    EntityTag.versionOf(expected)));
  }

  /**
   * An alteration.
   *
   * @param force also what can lose what columns hold
   * @param expected what must be there, or null
   */
  Future<AlterEntity> alter(
      EntityKind kind, List<String> names, RequestBody body, boolean force, EntityTag expected) {
    return patch(kind, body)
        .map(
            patch ->
                new AlterEntity(
                    kind,
                    names,
                    patch,
                    force,
                    EntityTag.idOf(expected),
                    EntityTag.versionOf(expected)));
  }

  private Future<EntityPatch> patch(EntityKind kind, RequestBody body) {
    return switch (kind) {
      case CATALOG -> Future.succeededFuture(body.as(CatalogPatch.class).patch());
      case SCHEMA -> Future.succeededFuture(body.as(SchemaPatch.class).patch());
      case TABLE -> patch(body.as(TablePatch.class));
      case VIEW, VOLUME, FUNCTION, MODEL, MODEL_VERSION -> {
        ObjectBody<ObjectBody.Patch> parts = ObjectBody.of(body, kind, ObjectBody.Patch.class);
        yield Future.succeededFuture(parts.common().patch(parts.details()));
      }
    };
  }

  private Future<EntityPatch> patch(TablePatch body) {
    if (body.location() == null || body.location().value() == null) {
      return Future.succeededFuture(body.patch());
    }
    return registered(body.location().value()).map(location -> body.located(location).patch());
  }

  /**
   * A deletion.
   *
   * @param force with all it holds
   * @param purge so that it can't be put back
   * @param expected what must be there, or null
   */
  static DeleteEntity delete(
      EntityKind kind, List<String> names, boolean force, boolean purge, EntityTag expected) {
    return new DeleteEntity(
        kind, names, force, purge, EntityTag.idOf(expected), EntityTag.versionOf(expected));
  }

  /** That something dropped is put back. */
  static UndropEntity undrop(UUID id, RequestBody body) {
    Undrop place = body.as(Undrop.class);
    return new UndropEntity(id, place.catalog(), place.schema(), place.name());
  }

  private Future<String> registered(String location) {
    return location == null ? Future.succeededFuture() : locations.registered(location);
  }
}
