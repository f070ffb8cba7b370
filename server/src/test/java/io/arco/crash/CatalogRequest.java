package io.arco.crash;

/**
 * A request that changes the catalog, to be repeated word by word.
 *
 * @param entity the URL path of what is created or deleted
 * @param bodyOrNull what to create; null to delete
 * @param force whether children are deleted with it
 * @param key the idempotency key
 */
record CatalogRequest(String entity, String bodyOrNull, boolean force, String key) {
  /** Where catalogs are. */
  static final String CATALOGS = "/api/v1/catalogs";

  /** Creates an entity whose comment is the key, so that whoever finds it knows who made it. */
  static CatalogRequest create(String entity, String key) {
    String name = entity.substring(entity.lastIndexOf('/') + 1);
    String columns =
        entity.contains("/tables/")
            ? ",\"columns\":[{\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false},"
                + "{\"name\":\"Cost Total $\",\"type\":\"decimal(12,2)\"},"
                + "{\"name\":\"at\",\"type\":\"timestamp\",\"comment\":\"UTC\"}]"
            : "";
    String body = "{\"name\":\"" + name + "\",\"comment\":\"" + key + "\"" + columns + "}";
    return new CatalogRequest(entity, body, false, key);
  }

  /** Deletes an entity. */
  static CatalogRequest delete(String entity, boolean force, String key) {
    return new CatalogRequest(entity, null, force, key);
  }

  static String catalog(String name) {
    return CATALOGS + "/" + name;
  }

  static String schema(String catalog, String name) {
    return catalog + "/schemas/" + name;
  }

  static String table(String schema, String name) {
    return schema + "/tables/" + name;
  }

  /** The entity that this one lies in. */
  static String parent(String entity) {
    String folder = entity.substring(0, entity.lastIndexOf('/'));
    return folder.substring(0, folder.lastIndexOf('/'));
  }

  boolean isCreate() {
    return bodyOrNull != null;
  }

  String method() {
    return isCreate() ? "POST" : "DELETE";
  }

  /** Where it is sent. */
  String path() {
    return isCreate()
        ? entity.substring(0, entity.lastIndexOf('/'))
        : entity + (force ? "?force=true" : "");
  }

  @Override
  public String toString() {
    return (isCreate() ? "create " : force ? "force delete " : "delete ") + entity + " #" + key;
  }
}
