package io.arco.server.data;

import io.arco.catalog.CatalogState;
import io.arco.catalog.TableEntity;
import io.arco.catalog.TableFormat;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.api.TableSources;
import io.arco.server.lake.LakeBudget;
import io.arco.server.lake.LakeException;
import io.arco.server.lake.LakePlans;
import io.arco.server.lake.LakeTables;
import io.arco.server.sql.DeclaredTypes;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlLimits;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.arco.server.sql.TableVersion;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registered Parquet tables as sources for the SQL engine. Names are looked up exactly as written,
 * case included: that costs the same among ten tables and a hundred thousand. Columns are those of
 * the files; a table whose directory holds no file has its registered columns and no rows.
 *
 * <p>Where a table points is judged anew for each query. Between that and the engine's opening the
 * files there is a moment in which whoever may write into a data root can still exchange a folder
 * for a link: writers of the roots must be trusted as far as the server's own account reaches.
 *
 * <p>Thread-safe. File work runs on the workers.
 */
public final class UserTables implements TableSources {
  private static final Logger LOG = LoggerFactory.getLogger(UserTables.class);

  private final DataRoots roots;
  private final SqlLimits limits;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Workers workers;
  private final LakePlans plans = new LakePlans();

  /**
   * Tables in these roots; the SQL engine, which reads metadata too, is used within limits.
   *
   * @param scheduler ends what takes longer than a query may
   */
  public UserTables(
      DataRoots roots, SqlLimits limits, Clock clock, Scheduler scheduler, Workers workers) {
    this.roots = roots;
    this.limits = limits;
    this.clock = clock;
    this.scheduler = scheduler;
    this.workers = workers;
  }

  /** A table and what it is called. */
  private record Named(TableName name, TableEntity table) {}

  @Override
  public <T> Future<T> use(
      List<TableName> names,
      CatalogState state,
      BooleanSupplier unwanted,
      Function<SqlSource, Future<T>> use) {
    List<Named> tables = new ArrayList<>();
    for (TableName name : names) {
      tables.add(new Named(name, queryable(name, state)));
    }
    tables.sort(Comparator.comparing(named -> named.name().toString()));
    BucketCache.Held held = new BucketCache.Held();
    Planning<SqlSource> planning =
        new Planning<>(clock, scheduler, limits.timeoutMillis(), unwanted);
    workers
        .call(() -> planning.run(() -> source(tables, planning, held)))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof RejectedExecutionException
                        ? Problem.of(ErrorCode.OVERLOADED, "Too many queries wait for their files.")
                            .asException()
                        : failure))
        .onComplete(planning::complete);
    return planning.future().compose(use).onComplete(done -> held.letGo());
  }

  private static TableEntity queryable(TableName name, CatalogState state) {
    TableEntity table =
        state
            .table(name.catalog(), name.schema(), name.table())
            .orElseThrow(
                () ->
                    TableProblems.of(
                            ErrorCode.TABLE_NOT_FOUND, "There is no table of this name.", name)
                        .asException());
    if (table.format() == TableFormat.PARQUET && name.version().isPresent()) {
      throw TableProblems.of(
              ErrorCode.SQL_NOT_ALLOWED, "Tables of this format have no versions.", name)
          .with("format", table.format().text())
          .asException();
    }
    boolean isNamed =
        name.version().filter(version -> version instanceof TableVersion.Name).isPresent();
    if (table.format() == TableFormat.DELTA && isNamed) {
      throw TableProblems.of(
              ErrorCode.SQL_NOT_ALLOWED, "Versions of tables of this format are numbers.", name)
          .with("format", table.format().text())
          .asException();
    }
    if (table.location() == null) {
      throw TableProblems.of(ErrorCode.TABLE_NOT_READABLE, "The table has no location.", name)
          .asException();
    }
    return table;
  }

  private SqlSource source(
      List<Named> tables, Planning<SqlSource> planning, BucketCache.Held held) {
    LakeBudget budget = new LakeBudget(planning::isOver);
    FileListing listing = new FileListing(roots::real, budget);
    BucketListing objects = new BucketListing(roots.buckets(), budget, held);
    MessageDigest identity = sha256();
    List<SqlTable> found = new ArrayList<>();
    try (LakeTables lake = new LakeTables(new RootFiles(roots, held), limits, plans, budget)) {
      planning.onInterrupt(lake::interrupt);
      for (Named named : tables) {
        add(identity, named.name().toString());
        add(identity, named.table().id() + " " + named.table().version());
        found.add(
            named.table().format() == TableFormat.PARQUET
                ? parquet(named, listing, objects, identity)
                : versioned(named, lake, identity));
      }
    }
    return new SqlSource("data:" + HexFormat.of().formatHex(identity.digest()), found);
  }

  private static SqlTable parquet(
      Named named, FileListing listing, BucketListing objects, MessageDigest identity) {
    String location = named.table().location();
    List<DataFile> files;
    try {
      files =
          DataBuckets.isBucketName(location)
              ? objects.of(location)
              : listing.of(named.name(), FileUri.path(location));
    } catch (LakeException e) {
      throw problem(named.name(), e);
    }
    for (DataFile file : files) {
      add(identity, file.path().toString());
      add(identity, file.stamp());
    }
    return sqlTable(named, files);
  }

  /** Of a format that keeps versions itself. Files are never written twice, so names tell. */
  private SqlTable versioned(Named named, LakeTables lake, MessageDigest identity) {
    try {
      LakeTables.Asked asked =
          new LakeTables.Asked(
              named.name(), named.table().id().toString(), root(named), named.name().version());
      LakeTables.Read read =
          switch (named.table().format()) {
            case DELTA -> lake.delta(asked);
            case ICEBERG -> lake.iceberg(asked);
            case PARQUET -> throw new IllegalArgumentException("a format without versions");
          };
      add(identity, read.identity());
      return read.table();
    } catch (LakeException e) {
      throw problem(named.name(), e);
    } catch (ProblemException e) {
      throw e.problem().with("table", named.name().toString()).asException();
    }
  }

  private String root(Named named) {
    String location = named.table().location();
    if (DataBuckets.isBucketName(location)) {
      return location;
    }
    Path path = FileUri.path(location);
    if (roots.real(path).isEmpty()) {
      throw TableProblems.of(
              ErrorCode.TABLE_NOT_READABLE,
              "The table's location leads out of the data roots.",
              named.name())
          .asException();
    }
    return RootFiles.name(path);
  }

  private static RuntimeException problem(TableName name, LakeException failure) {
    ErrorCode code =
        switch (failure.kind()) {
          case UNSUPPORTED -> ErrorCode.FORMAT_NOT_QUERYABLE;
          case UNREADABLE -> ErrorCode.TABLE_NOT_READABLE;
          case TOO_LARGE -> ErrorCode.QUERY_TOO_LARGE;
          case NO_VERSION -> ErrorCode.TABLE_NOT_FOUND;
        };
    if (failure.getCause() != null) {
      LOG.atWarn().addKeyValue("table", name).setCause(failure).log("a table can't be read");
    }
    Problem problem = TableProblems.of(code, failure.getMessage(), name);
    for (Map.Entry<String, Object> detail : failure.details().entrySet()) {
      problem = problem.with(detail.getKey(), detail.getValue());
    }
    return problem.asException();
  }

  private static SqlTable sqlTable(Named named, List<DataFile> files) {
    if (!files.isEmpty()) {
      boolean hive = !files.get(0).keys().isEmpty();
      return new SqlTable(
          named.name(), List.of(), files.stream().map(DataFile::path).toList(), hive);
    }
    List<SqlColumn> columns =
        named.table().columns().stream()
            .map(column -> new SqlColumn(column.name(), DeclaredTypes.of(column.type())))
            .toList();
    if (columns.isEmpty()) {
      throw TableProblems.of(
              ErrorCode.TABLE_NOT_READABLE,
              "The table has no columns, and no Parquet file is at its location.",
              named.name())
          .asException();
    }
    return new SqlTable(named.name(), columns, List.of(), false);
  }

  /** The text with an end that no text holds, so that lists of texts differ. */
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
