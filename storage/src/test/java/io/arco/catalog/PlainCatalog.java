package io.arco.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteCatalog;
import io.arco.catalog.CatalogCommand.DeleteSchema;
import io.arco.catalog.CatalogCommand.DeleteTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a catalog does, said once more in the plainest way: maps in maps that change in place. Knows
 * the rules that {@link CatalogModelTest} exercises.
 */
public final class PlainCatalog {
  private static final Comparator<String> UTF8 =
      Comparator.comparing(name -> name.getBytes(UTF_8), Arrays::compareUnsigned);

  private final Map<String, Map<String, Map<String, Integer>>> catalogs = new TreeMap<>(UTF8);
  private int lastDeleted;

  /** The code of the rejection, or {@code ok}. */
  public String run(CatalogCommand command) {
    if (command instanceof Create create && create.name().contains("/")) {
      return "INVALID_NAME";
    }
    if (command instanceof CreateCatalog create) {
      return catalogs.putIfAbsent(create.name(), new TreeMap<>(UTF8)) == null
          ? "ok"
          : "ALREADY_EXISTS";
    }
    if (command instanceof CreateSchema create) {
      var schemas = catalogs.get(create.catalog());
      if (schemas == null) {
        return "CATALOG_NOT_FOUND";
      }
      return schemas.putIfAbsent(create.name(), new TreeMap<>(UTF8)) == null
          ? "ok"
          : "ALREADY_EXISTS";
    }
    if (command instanceof CreateTable create) {
      return create(create);
    }
    if (command instanceof DeleteCatalog delete) {
      return delete(delete);
    }
    return command instanceof DeleteSchema delete ? delete(delete) : delete((DeleteTable) command);
  }

  /** Another one that holds the same. */
  public PlainCatalog copy() {
    PlainCatalog copy = new PlainCatalog();
    catalogs.forEach(
        (c, schemas) -> {
          Map<String, Map<String, Integer>> copied = new TreeMap<>(UTF8);
          schemas.forEach(
              (s, tables) -> {
                Map<String, Integer> columns = new TreeMap<>(UTF8);
                columns.putAll(tables);
                copied.put(s, columns);
              });
          copy.catalogs.put(c, copied);
        });
    return copy;
  }

  /** How many entities the last accepted delete took. */
  public int lastDeleted() {
    return lastDeleted;
  }

  /** How many entities there are. */
  public int count() {
    return catalogs.size() + catalogs.values().stream().mapToInt(PlainCatalog::below).sum();
  }

  /** Every entity as its names joined by slashes, tables with their number of columns. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    catalogs.forEach(
        (c, schemas) -> {
          paths.add(c);
          schemas.forEach(
              (s, tables) -> {
                paths.add(c + "/" + s);
                tables.forEach((t, columns) -> paths.add(c + "/" + s + "/" + t + columns));
              });
        });
    return paths;
  }

  private String create(CreateTable create) {
    Set<String> names = new HashSet<>();
    for (ColumnSpec column : create.columns()) {
      if (column.type().equals("nonsense")) {
        return "INVALID_TYPE";
      }
      if (!names.add(column.name())) {
        return "DUPLICATE_COLUMN";
      }
    }
    var schemas = catalogs.get(create.catalog());
    if (schemas == null) {
      return "CATALOG_NOT_FOUND";
    }
    var tables = schemas.get(create.schema());
    if (tables == null) {
      return "SCHEMA_NOT_FOUND";
    }
    return tables.putIfAbsent(create.name(), create.columns().size()) == null
        ? "ok"
        : "ALREADY_EXISTS";
  }

  private String delete(DeleteCatalog delete) {
    var schemas = catalogs.get(delete.name());
    if (schemas == null) {
      return "CATALOG_NOT_FOUND";
    }
    String why = mayGo(delete.expectedVersion(), delete.force() || schemas.isEmpty());
    if (why.equals("ok")) {
      lastDeleted = 1 + below(schemas);
      catalogs.remove(delete.name());
    }
    return why;
  }

  private String delete(DeleteSchema delete) {
    var schemas = catalogs.get(delete.catalog());
    if (schemas == null) {
      return "CATALOG_NOT_FOUND";
    }
    var tables = schemas.get(delete.name());
    if (tables == null) {
      return "SCHEMA_NOT_FOUND";
    }
    String why = mayGo(delete.expectedVersion(), delete.force() || tables.isEmpty());
    if (why.equals("ok")) {
      lastDeleted = 1 + tables.size();
      schemas.remove(delete.name());
    }
    return why;
  }

  private String delete(DeleteTable delete) {
    var schemas = catalogs.get(delete.catalog());
    if (schemas == null) {
      return "CATALOG_NOT_FOUND";
    }
    var tables = schemas.get(delete.schema());
    if (tables == null) {
      return "SCHEMA_NOT_FOUND";
    }
    if (!tables.containsKey(delete.name())) {
      return "TABLE_NOT_FOUND";
    }
    String why = mayGo(delete.expectedVersion(), true);
    if (why.equals("ok")) {
      lastDeleted = 1;
      tables.remove(delete.name());
    }
    return why;
  }

  /** Nothing is ever changed here, so every version is 1. */
  private static String mayGo(Long expectedVersion, boolean allowed) {
    if (expectedVersion != null && expectedVersion != 1) {
      return "VERSION_MISMATCH";
    }
    return allowed ? "ok" : "NOT_EMPTY";
  }

  private static int below(Map<String, Map<String, Integer>> schemas) {
    return schemas.size() + schemas.values().stream().mapToInt(Map::size).sum();
  }
}
