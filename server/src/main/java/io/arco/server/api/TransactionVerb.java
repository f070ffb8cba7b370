package io.arco.server.api;

import io.arco.catalog.EntityKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an operation of a transaction does. */
enum TransactionVerb {
  CREATE,
  PUT,
  ALTER,
  DELETE,
  UNDROP,
  PURGE,
  /** Changes nothing: there for its precondition. */
  REQUIRE,
  DEPLOY;

  /** The word of the operation that is no request of its own. */
  static final String REQUIREMENT = "require";

  /**
   * An operation that may stand in a transaction.
   *
   * @param verb what it does
   * @param kind to what; null if the operation itself says so, or to no entity
   */
  record Meaning(TransactionVerb verb, EntityKind kind) {}

  /** What may stand in a transaction, by its word: every change of the catalog, and a deploy. */
  static final Map<String, Meaning> BY_OPERATION = byOperation();

  private static Map<String, Meaning> byOperation() {
    Map<String, Meaning> all = new LinkedHashMap<>();
    for (EntityKind kind : EntityKind.values()) {
      String text = kind.text();
      String name = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      all.put("create" + name, new Meaning(CREATE, kind));
      all.put("alter" + name, new Meaning(ALTER, kind));
      all.put("delete" + name, new Meaning(DELETE, kind));
    }
    all.put("putTable", new Meaning(PUT, EntityKind.TABLE));
    all.put("undropEntity", new Meaning(UNDROP, null));
    all.put("purgeDropped", new Meaning(PURGE, null));
    all.put("deployManifest", new Meaning(DEPLOY, null));
    all.put(REQUIREMENT, new Meaning(REQUIRE, null));
    return all;
  }
}
