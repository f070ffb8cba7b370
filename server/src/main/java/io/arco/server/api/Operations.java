package io.arco.server.api;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import java.util.List;

/**
 * The one table of routes: which code does which operation of the OpenAPI document. To add one,
 * describe it there, and add its line here.
 */
final class Operations {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String CATALOG = CATALOGS + "/{catalog}";
  private static final String SCHEMAS = CATALOG + "/schemas";
  private static final String SCHEMA = SCHEMAS + "/{schema}";
  private static final String TABLES = SCHEMA + "/tables";
  private static final String TABLE = TABLES + "/{table}";

  private static final String MANIFESTS = "/api/v1/manifests";
  private static final String ASSETS = "/api/v1/assets";
  private static final String PLANS = "/api/v1/plans";
  private static final String PLAN = PLANS + "/{plan}";

  private Operations() {}

  /** All of them; those asked for most stand first, for the router looks in order. */
  static List<Operation> all(ApiServices services) {
    CatalogReads reads = new CatalogReads(services);
    CatalogWrites writes = new CatalogWrites(services);
    ManifestOperations manifests = new ManifestOperations(services);
    PlanOperations plans = new PlanOperations(services);
    QueryOperations queries = new QueryOperations(services);
    DataQueries data = new DataQueries(services);
    ServiceOperations service = new ServiceOperations(services);
    return List.of(
        new Operation("getTable", GET, TABLE, reads::getTable),
        new Operation("deleteTable", DELETE, TABLE, writes::deleteTable),
        new Operation("listTables", GET, TABLES, reads::listTables),
        new Operation("createTable", POST, TABLES, writes::createTable),
        new Operation("getSchema", GET, SCHEMA, reads::getSchema),
        new Operation("deleteSchema", DELETE, SCHEMA, writes::deleteSchema),
        new Operation("listSchemas", GET, SCHEMAS, reads::listSchemas),
        new Operation("createSchema", POST, SCHEMAS, writes::createSchema),
        new Operation("getCatalog", GET, CATALOG, reads::getCatalog),
        new Operation("deleteCatalog", DELETE, CATALOG, writes::deleteCatalog),
        new Operation("listCatalogs", GET, CATALOGS, reads::listCatalogs),
        new Operation("createCatalog", POST, CATALOGS, writes::createCatalog),
        new Operation("getAsset", GET, ASSETS + "/{asset}", manifests::getAsset),
        new Operation("listAssets", GET, ASSETS, manifests::listAssets),
        new Operation("getManifest", GET, MANIFESTS + "/{version}", manifests::getManifest),
        new Operation("listManifests", GET, MANIFESTS, manifests::listManifests),
        new Operation("deployManifest", POST, MANIFESTS, manifests::deployManifest),
        new Operation("previewPlan", POST, "/api/v1/plans:preview", plans::previewPlan),
        new Operation("listPlanItems", GET, PLAN + "/items", plans::listPlanItems),
        new Operation("getPlan", GET, PLAN, plans::getPlan),
        new Operation("listPlans", GET, PLANS, plans::listPlans),
        new Operation("createPlan", POST, PLANS, plans::createPlan),
        new Operation("query", POST, "/api/v1/query", queries::query),
        new Operation("createSnapshot", POST, "/api/v1/snapshots", queries::createSnapshot),
        new Operation("queryData", POST, "/api/v1/query-data", data::queryData),
        new Operation("getOpenApi", GET, "/openapi.json", service::getOpenApi),
        new Operation("getLiveness", GET, "/health/live", service::getLiveness),
        new Operation("getReadiness", GET, "/health/ready", service::getReadiness),
        new Operation("getMetrics", GET, "/metrics", service::getMetrics));
  }
}
