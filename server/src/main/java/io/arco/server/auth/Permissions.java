package io.arco.server.auth;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each operation of the API asks of its caller, by {@code operationId}. */
public final class Permissions {
  private static final Map<String, Access> OF = new HashMap<>();

  static {
    put(Access.OPEN, "getLiveness", "getReadiness", "getOpenApi");
    // The signature of its URL is the permission.
    put(Access.OPEN, "getFile");
    put(Access.OPEN, "getBrowserPage", "getBrowserAsset");
    put(Access.READER, "createFileUrls");
    put(Access.TASK, "startTask", "heartbeatTask", "completeTask", "appendTaskLog");
    put(Access.ADMIN, "getMetrics");
    for (String kind :
        List.of(
            "Catalog", "Schema", "Table", "View", "Volume", "Function", "Model", "ModelVersion")) {
      put(Access.READER, "get" + kind, "list" + kind + "s", "list" + kind + "History");
      put(Access.WRITER, "create" + kind, "alter" + kind, "delete" + kind);
    }
    put(Access.WRITER, "putTable", "createTransaction", "createSnapshot");
    put(Access.READER, "listDropped");
    put(Access.WRITER, "undropEntity", "purgeDropped");
    put(Access.READER, "listChanges", "diff", "search", "query", "queryData", "getLineage");
    // One's own; those of others are an admin's.
    put(Access.READER, "listQueries", "cancelQuery");
    put(Access.READER, "listManifests", "getManifest", "listAssets", "getAsset");
    put(Access.READER, "previewPlan", "listPlans", "getPlan", "listPlanItems");
    put(Access.WRITER, "deployManifest", "createPlan");
    put(Access.READER, "listRuns", "getRun", "listRunTasks", "getRunTask", "readTaskLog");
    put(Access.READER, "explain");
    put(Access.WRITER, "createRun", "cancelRun", "rerunRun", "leaseTasks");
  }

  private Permissions() {}

  private static void put(Access access, String... operations) {
    for (String operation : operations) {
      if (OF.put(operation, access) != null) {
        throw new IllegalStateException(operation + " has two permissions");
      }
    }
  }

  /**
   * What an operation asks for.
   *
   * @throws IllegalStateException if nobody has said
   */
  public static Access of(String operation) {
    Access access = OF.get(operation);
    if (access == null) {
      throw new IllegalStateException(operation + " has no permission");
    }
    return access;
  }

  /**
   * Holds the table against the operations there are.
   *
   * @throws IllegalStateException if one has no permission, or a permission has none
   */
  public static void check(Set<String> operations) {
    operations.forEach(Permissions::of);
    Set<String> unknown = new HashSet<>(OF.keySet());
    unknown.removeAll(operations);
    if (!unknown.isEmpty()) {
      throw new IllegalStateException("there are no operations " + unknown);
    }
  }
}
