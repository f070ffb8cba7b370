package io.arco.crash;

import io.arco.testing.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What one connection asks for, one request after the other: tables under a catalog of its own,
 * which it alone changes, and tables under catalogs that all share and nobody deletes.
 */
final class Choices {
  private static final int OWN_SCHEMAS = 3;
  private static final int SHARED_CATALOGS = 2;
  private static final int SHARED_SCHEMAS = 3;
  private static final int SHARED_TABLES = 40;

  private final Seeds seeds;
  private final String prefix;
  private final String own;
  private final List<String> ownTables = new ArrayList<>();
  private final Deque<String> missing = new ArrayDeque<>();
  private int requests;

  /**
   * The requests of one connection in one round.
   *
   * @param prefix of keys and new names; no other round or connection has it
   */
  Choices(Seeds seeds, int connection, String prefix) {
    this.seeds = seeds;
    this.prefix = prefix;
    this.own = CatalogRequest.catalog("own" + connection);
  }

  /** Whether this connection alone changes an entity. */
  boolean isOwn(CatalogRequest request) {
    return request.entity().equals(own) || request.entity().startsWith(own + "/");
  }

  /** A table that this connection asked for, if there is one yet. */
  Optional<String> anOwnTable() {
    return ownTables.isEmpty() ? Optional.empty() : Optional.of(seeds.oneOf(ownTables));
  }

  /** Says that something can't be created, for it has no parent: that is created next. */
  void parentMissing(CatalogRequest refused) {
    missing.push(CatalogRequest.parent(refused.entity()));
  }

  /** The next request. */
  CatalogRequest next() {
    String key = prefix + "-" + ++requests;
    if (!missing.isEmpty()) {
      return CatalogRequest.create(missing.pop(), key);
    }
    int percent = seeds.below(100);
    if (percent < 70) {
      String table = CatalogRequest.table(ownSchema(), "t" + key);
      ownTables.add(table);
      return CatalogRequest.create(table, key);
    }
    if (percent < 82) {
      return CatalogRequest.create(sharedTable(), key);
    }
    if (percent < 90) {
      return CatalogRequest.delete(sharedTable(), false, key);
    }
    if (percent < 97 && !ownTables.isEmpty()) {
      return CatalogRequest.delete(seeds.oneOf(ownTables), false, key);
    }
    return percent < 99
        ? CatalogRequest.delete(ownSchema(), true, key)
        : CatalogRequest.delete(own, seeds.below(2) == 0, key);
  }

  private String ownSchema() {
    return CatalogRequest.schema(own, "s" + seeds.below(OWN_SCHEMAS));
  }

  private String sharedTable() {
    String catalog = CatalogRequest.catalog("shared" + seeds.below(SHARED_CATALOGS));
    String schema = CatalogRequest.schema(catalog, "s" + seeds.below(SHARED_SCHEMAS));
    return CatalogRequest.table(schema, "t" + seeds.below(SHARED_TABLES));
  }
}
