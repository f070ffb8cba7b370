package io.arco.server.flight;

import io.arco.catalog.CatalogEntity;
import io.arco.catalog.CatalogState;
import io.arco.catalog.SchemaEntity;
import io.arco.catalog.TableEntity;
import io.arco.catalog.TableFormat;
import io.arco.ledger.Domains;
import io.arco.server.api.QuerySources;
import io.arco.server.sql.TableName;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What catalogs, schemas and tables there are, as rows of the metadata calls: the system's first,
 * then the users', each in the order of their names. Read page by page from one state.
 */
final class MetadataStreams {
  static final String TABLE = "TABLE";
  static final String SYSTEM_TABLE = "SYSTEM TABLE";

  /** Entities asked of the state at once. */
  private static final int PAGE = 1_000;

  /** Tables of one answer whose files are asked for their columns, for want of registered ones. */
  static final int MAX_ASKED_FILES = 50;

  private final Domains domains;
  private final CatalogState state;
  private final RowStream rows;

  MetadataStreams(Domains domains, CatalogState state, RowStream rows) {
    this.domains = domains;
    this.state = state;
    this.rows = rows;
  }

  /** Whether to go on. */
  @FunctionalInterface
  private interface Visit<T> {
    boolean of(T entity) throws InterruptedException;
  }

  void catalogs() throws InterruptedException {
    boolean isMore = rows.add(QuerySources.SYSTEM);
    if (isMore) {
      eachCatalog(catalog -> rows.add(catalog.name()));
    }
  }

  void schemas(CommandGetDbSchemas asked) throws InterruptedException {
    Predicate<String> catalogs = exactly(asked.hasCatalog(), asked.getCatalog());
    Predicate<String> wanted =
        LikePattern.of(asked.hasDbSchemaFilterPattern(), asked.getDbSchemaFilterPattern());
    if (catalogs.test(QuerySources.SYSTEM)) {
      for (String domain : new TreeSet<>(publicTables().stream().map(t -> t.domain()).toList())) {
        if (wanted.test(domain) && !rows.add(QuerySources.SYSTEM, domain)) {
          return;
        }
      }
    }
    eachCatalog(
        catalog ->
            !catalogs.test(catalog.name())
                || eachSchema(
                    catalog.name(),
                    schema ->
                        !wanted.test(schema.name()) || rows.add(catalog.name(), schema.name())));
  }

  /**
   * The tables.
   *
   * @param columnsOf asks a table's files for the columns
   */
  void tables(CommandGetTables asked, Function<TableName, List<Field>> columnsOf)
      throws InterruptedException {
    Predicate<String> catalogs = exactly(asked.hasCatalog(), asked.getCatalog());
    Predicate<String> schemas =
        LikePattern.of(asked.hasDbSchemaFilterPattern(), asked.getDbSchemaFilterPattern());
    Predicate<String> names =
        LikePattern.of(asked.hasTableNameFilterPattern(), asked.getTableNameFilterPattern());
    List<String> types = asked.getTableTypesList();
    boolean withSchema = asked.getIncludeSchema();
    if (isType(types, SYSTEM_TABLE) && catalogs.test(QuerySources.SYSTEM)) {
      for (TableDefinition table : publicTables()) {
        boolean isWanted = schemas.test(table.domain()) && names.test(table.name());
        if (isWanted && !addSystemTable(table, withSchema)) {
          return;
        }
      }
    }
    int[] mayAsk = {MAX_ASKED_FILES};
    eachCatalog(
        catalog ->
            !isType(types, TABLE)
                || !catalogs.test(catalog.name())
                || eachSchema(
                    catalog.name(),
                    schema ->
                        !schemas.test(schema.name())
                            || eachTable(
                                catalog.name(),
                                schema.name(),
                                table ->
                                    !names.test(table.name())
                                        || addTable(
                                            new TableName(
                                                catalog.name(), schema.name(), table.name()),
                                            table,
                                            withSchema,
                                            columnsOf,
                                            mayAsk))));
  }

  private boolean addSystemTable(TableDefinition table, boolean withSchema)
      throws InterruptedException {
    List<Field> fields = table.columns().stream().map(ArrowTypes::field).toList();
    return add(
        new TableName(QuerySources.SYSTEM, table.domain(), table.name()),
        SYSTEM_TABLE,
        withSchema ? fields : null);
  }

  private boolean addTable(
      TableName name,
      TableEntity table,
      boolean withSchema,
      Function<TableName, List<Field>> columnsOf,
      int[] mayAsk)
      throws InterruptedException {
    List<Field> fields = null;
    if (withSchema) {
      fields = table.columns().stream().map(ArrowTypes::field).toList();
      boolean hasFiles = table.format() == TableFormat.PARQUET && table.location() != null;
      if (fields.isEmpty() && hasFiles && mayAsk[0]-- > 0) {
        fields = columnsOf.apply(name);
      }
    }
    return add(name, TABLE, fields);
  }

  private boolean add(TableName name, String type, List<Field> fieldsOrNull)
      throws InterruptedException {
    return fieldsOrNull == null
        ? rows.add(name.catalog(), name.schema(), name.table(), type)
        : rows.add(
            name.catalog(),
            name.schema(),
            name.table(),
            type,
            new Schema(fieldsOrNull).serializeAsMessage());
  }

  private List<TableDefinition> publicTables() {
    return domains.tables().stream().filter(t -> t.visibility() == Visibility.PUBLIC).toList();
  }

  /** An empty name means those without one, and there are none. */
  private static Predicate<String> exactly(boolean isGiven, String name) {
    return candidate -> !isGiven || candidate.equals(name);
  }

  private static boolean isType(List<String> types, String type) {
    return types.isEmpty() || types.contains(type);
  }

  private boolean eachCatalog(Visit<CatalogEntity> visit) throws InterruptedException {
    return each(after -> state.catalogs(after, PAGE), CatalogEntity::name, visit);
  }

  private boolean eachSchema(String catalog, Visit<SchemaEntity> visit)
      throws InterruptedException {
    return each(after -> state.schemas(catalog, after, PAGE), SchemaEntity::name, visit);
  }

  private boolean eachTable(String catalog, String schema, Visit<TableEntity> visit)
      throws InterruptedException {
    return each(after -> state.tables(catalog, schema, after, PAGE), TableEntity::name, visit);
  }

  private static <T> boolean each(
      Function<String, List<T>> pages, Function<T, String> nameOf, Visit<T> visit)
      throws InterruptedException {
    List<T> page = pages.apply(null);
    while (!page.isEmpty()) {
      for (T entity : page) {
        if (!visit.of(entity)) {
          return false;
        }
      }
      page = pages.apply(nameOf.apply(page.get(page.size() - 1)));
    }
    return true;
  }
}
