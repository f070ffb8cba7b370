package io.arco.server.api;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.arco.catalog.EntityKind;
import io.arco.server.files.FileUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The one table of routes: which code does which operation of the OpenAPI document. To add one,
 * describe it there, and add its line here.
 */
final class Operations {
  private static final String CATALOGS = "/api/v1/catalogs";
  private static final String CATALOG = CATALOGS + "/{catalog}";
  private static final String SCHEMAS = CATALOG + "/schemas";
  private static final String SCHEMA = SCHEMAS + "/{schema}";
  private static final String VERSIONS = SCHEMA + "/models/{model}/versions";
  private static final String TABLES = SCHEMA + "/tables";
  private static final String TABLE = TABLES + "/{table}";

  private static final String MANIFESTS = "/api/v1/manifests";
  private static final String ASSETS = "/api/v1/assets";
  private static final String PLANS = "/api/v1/plans";
  private static final String PLAN = PLANS + "/{plan}";

  private static final String FILE = FileUrls.ROOT + "{tenant}/{workspace}/{domain}/{table}/{file}";
  private static final String DROPPED = "/api/v1/dropped";

  private static final String RUNS = "/api/v1/runs";
  private static final String RUN = RUNS + "/{run}";
  private static final String QUERIES = "/api/v1/queries";
  private static final String TASK = "/api/v1/tasks/{taskId}";

  private Operations() {}

  /** All of them; those asked for most stand first, for the router looks in order. */
  static List<Operation> all(ApiServices services) {
    CatalogReads reads = new CatalogReads(services);
    CatalogWrites writes = new CatalogWrites(services);
    QueryOperations queries = new QueryOperations(services);
    TransactionOperations transactions = new TransactionOperations(services);
    ChangeOperations changes = new ChangeOperations(services);
    DataQueries data = new DataQueries(services);
    RunningQueries running = new RunningQueries(services);
    SearchOperations search = new SearchOperations(services);
    ServiceOperations service = new ServiceOperations(services);
    List<Operation> all = new ArrayList<>(workers(services));
    all.addAll(
        List.of(
            new Operation("getTable", GET, TABLE, it -> reads.get(it, EntityKind.TABLE)),
            new Operation("alterTable", PATCH, TABLE, it -> writes.alter(it, EntityKind.TABLE)),
            new Operation("deleteTable", DELETE, TABLE, it -> writes.delete(it, EntityKind.TABLE)),
            new Operation("listTables", GET, TABLES, it -> reads.list(it, EntityKind.TABLE)),
            new Operation("createTable", POST, TABLES, it -> writes.create(it, EntityKind.TABLE)),
            new Operation("putTable", PUT, TABLE, writes::putTable),
            new Operation("getSchema", GET, SCHEMA, it -> reads.get(it, EntityKind.SCHEMA)),
            new Operation("alterSchema", PATCH, SCHEMA, it -> writes.alter(it, EntityKind.SCHEMA)),
            new Operation(
                "deleteSchema", DELETE, SCHEMA, it -> writes.delete(it, EntityKind.SCHEMA)),
            new Operation("listSchemas", GET, SCHEMAS, it -> reads.list(it, EntityKind.SCHEMA)),
            new Operation(
                "createSchema", POST, SCHEMAS, it -> writes.create(it, EntityKind.SCHEMA)),
            new Operation("getCatalog", GET, CATALOG, it -> reads.get(it, EntityKind.CATALOG)),
            new Operation(
                "alterCatalog", PATCH, CATALOG, it -> writes.alter(it, EntityKind.CATALOG)),
            new Operation(
                "deleteCatalog", DELETE, CATALOG, it -> writes.delete(it, EntityKind.CATALOG)),
            new Operation("listCatalogs", GET, CATALOGS, it -> reads.list(it, EntityKind.CATALOG)),
            new Operation(
                "createCatalog", POST, CATALOGS, it -> writes.create(it, EntityKind.CATALOG))));
    all.addAll(objects(services, EntityKind.VIEW, SCHEMA + "/views", "View"));
    all.addAll(objects(services, EntityKind.VOLUME, SCHEMA + "/volumes", "Volume"));
    all.addAll(objects(services, EntityKind.FUNCTION, SCHEMA + "/functions", "Function"));
    all.addAll(objects(services, EntityKind.MODEL, SCHEMA + "/models", "Model"));
    all.addAll(objects(services, EntityKind.MODEL_VERSION, VERSIONS, "ModelVersion"));
    all.addAll(histories(services));
    all.addAll(dropped(services));
    all.addAll(orchestration(services));
    all.addAll(files(services));
    all.addAll(runs(services));
    all.addAll(
        List.of(
            new Operation("listChanges", GET, "/api/v1/changes", changes::listChanges),
            new Operation("diff", GET, "/api/v1/diff", new DiffOperation(services)::diff),
            new Operation(
                "createTransaction", POST, "/api/v1/transactions", transactions::createTransaction),
            new Operation("query", POST, "/api/v1/query", queries::query),
            new Operation("search", GET, "/api/v1/search", search::search),
            new Operation("createSnapshot", POST, "/api/v1/snapshots", queries::createSnapshot),
            new Operation("listQueries", GET, QUERIES, running::listQueries),
            new Operation("cancelQuery", DELETE, QUERIES + "/{query}", running::cancelQuery),
            new Operation("queryData", POST, "/api/v1/query-data", data::queryData),
            new Operation("getOpenApi", GET, "/openapi.json", service::getOpenApi),
            new Operation("getLiveness", GET, "/health/live", service::getLiveness),
            new Operation("getReadiness", GET, "/health/ready", service::getReadiness),
            new Operation("getMetrics", GET, "/metrics", service::getMetrics)));
    return List.copyOf(all);
  }

  private static List<Operation> orchestration(ApiServices services) {
    ManifestOperations manifests = new ManifestOperations(services);
    PlanOperations plans = new PlanOperations(services);
    return List.of(
        new Operation("getAsset", GET, ASSETS + "/{asset}", manifests::getAsset),
        new Operation("listAssets", GET, ASSETS, manifests::listAssets),
        new Operation("getManifest", GET, MANIFESTS + "/{version}", manifests::getManifest),
        new Operation("listManifests", GET, MANIFESTS, manifests::listManifests),
        new Operation("deployManifest", POST, MANIFESTS, manifests::deployManifest),
        new Operation("previewPlan", POST, "/api/v1/plans:preview", plans::previewPlan),
        new Operation("listPlanItems", GET, PLAN + "/items", plans::listPlanItems),
        new Operation("getPlan", GET, PLAN, plans::getPlan),
        new Operation("listPlans", GET, PLANS, plans::listPlans),
        new Operation("createPlan", POST, PLANS, plans::createPlan));
  }

  private static List<Operation> files(ApiServices services) {
    FileOperations files = new FileOperations(services);
    FileUrlOperations urls = new FileUrlOperations(services);
    BrowserOperations browser = new BrowserOperations(services);
    return List.of(
        new Operation("getBrowserPage", GET, "/browser", browser::getBrowserPage),
        new Operation("getBrowserAsset", GET, "/browser/{asset}", browser::getBrowserAsset),
        new Operation("getFile", GET, FILE, files::getFile),
        new Operation("createFileUrls", POST, Cors.URLS, urls::createFileUrls));
  }

  private static List<Operation> histories(ApiServices services) {
    HistoryOperations histories = new HistoryOperations(services);
    List<Operation> all = new ArrayList<>();
    for (EntityKind kind : EntityKind.values()) {
      String path =
          switch (kind) {
            case CATALOG -> CATALOG;
            case SCHEMA -> SCHEMA;
            case MODEL_VERSION -> VERSIONS + "/{modelVersion}";
            default -> SCHEMA + "/" + kind.text() + "s/{" + kind.text() + "}";
          };
      String name = kind.text().substring(0, 1).toUpperCase(Locale.ROOT) + kind.text().substring(1);
      all.add(
          new Operation(
              "list" + name + "History", GET, path + "/history", it -> histories.list(it, kind)));
    }
    return all;
  }

  private static List<Operation> dropped(ApiServices services) {
    DroppedOperations dropped = new DroppedOperations(services);
    return List.of(
        new Operation("listDropped", GET, DROPPED, dropped::list),
        new Operation("undropEntity", POST, DROPPED + "/{dropped}/undrop", dropped::undrop),
        new Operation("purgeDropped", DELETE, DROPPED + "/{dropped}", dropped::purge));
  }

  private static List<Operation> runs(ApiServices services) {
    RunReads reads = new RunReads(services);
    RunWrites writes = new RunWrites(services);
    ExplainOperation explain = new ExplainOperation(services);
    LineageOperation lineage = new LineageOperation(services);
    return List.of(
        new Operation("explain", GET, "/api/v1/explain", explain::explain),
        new Operation("getLineage", GET, "/api/v1/lineage/{entity}", lineage::getLineage),
        new Operation("getRunTask", GET, RUN + "/tasks/{task}", reads::getRunTask),
        new Operation("listRunTasks", GET, RUN + "/tasks", reads::listRunTasks),
        new Operation("cancelRun", POST, RUN + "/cancel", writes::cancelRun),
        new Operation("rerunRun", POST, RUN + "/rerun", writes::rerunRun),
        new Operation("getRun", GET, RUN, reads::getRun),
        new Operation("listRuns", GET, RUNS, reads::listRuns),
        new Operation("createRun", POST, RUNS, writes::createRun));
  }

  private static List<Operation> workers(ApiServices services) {
    WorkerOperations workers = new WorkerOperations(services);
    LogOperations logs = new LogOperations(services);
    return List.of(
        new Operation("leaseTasks", POST, "/api/v1/worker/leases", workers::leaseTasks),
        new Operation("startTask", POST, TASK + "/started", workers::startTask),
        new Operation("heartbeatTask", POST, TASK + "/heartbeat", workers::heartbeatTask),
        new Operation("completeTask", POST, TASK + "/completed", workers::completeTask),
        new Operation("appendTaskLog", PUT, TASK + "/logs/{n}", logs::appendTaskLog),
        new Operation("readTaskLog", GET, TASK + "/logs", logs::readTaskLog));
  }

  /**
   * The operations of a kind with details.
   *
   * @param list the path of the list
   * @param name as it stands in the ids of operations
   */
  private static List<Operation> objects(
      ApiServices services, EntityKind kind, String list, String name) {
    CatalogReads reads = new CatalogReads(services);
    CatalogWrites writes = new CatalogWrites(services);
    String one = list + "/{" + kind.text() + "}";
    return List.of(
        new Operation("get" + name, GET, one, it -> reads.get(it, kind)),
        new Operation("alter" + name, PATCH, one, it -> writes.alter(it, kind)),
        new Operation("delete" + name, DELETE, one, it -> writes.delete(it, kind)),
        new Operation("list" + name + "s", GET, list, it -> reads.list(it, kind)),
        new Operation("create" + name, POST, list, it -> writes.create(it, kind)));
  }
}
