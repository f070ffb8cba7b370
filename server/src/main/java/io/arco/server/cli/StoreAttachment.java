package io.arco.server.cli;

import io.arco.catalog.CatalogTables;
import io.arco.ledger.AsOf;
import io.arco.server.api.PublicTable;
import io.arco.server.attach.AttachScript;
import io.arco.server.attach.DataTable;
import io.arco.server.attach.SystemTable;
import io.arco.server.data.DataBuckets;
import io.arco.server.data.MachineTables;
import io.arco.server.sql.ParquetSelect;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.TableName;
import io.arco.snapshot.FormerManifests;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.FileStore;
import io.arco.store.Key;
import io.arco.store.StoreLocation;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.store.s3.S3Location;
import io.arco.store.s3.S3Store;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The script that opens a snapshot of a store, made with no server. */
final class StoreAttachment {
  private final OpenStore open;
  private final StoreLocation location;
  private final WorkspaceKeys keys;
  private final AttachOptions options;

  StoreAttachment(OpenStore open, String location, Workspace workspace, AttachOptions options) {
    this.open = open;
    this.location = OpenStore.location(location);
    this.keys = new WorkspaceKeys(workspace);
    this.options = options;
    boolean isBucket = this.location instanceof StoreLocation.Bucket;
    if (!isBucket && (options.isPresigned() || options.ttlSecondsOrNull() != null)) {
      throw AttachOptions.usage("--presigned and --ttl are for stores in a bucket, and servers");
    }
    if (isBucket && options.ttlSecondsOrNull() != null && !options.isPresigned()) {
      throw AttachOptions.usage("--ttl goes with --presigned");
    }
    if (this.location instanceof StoreLocation.Memory) {
      throw AttachOptions.usage("a store in memory has no files");
    }
  }

  /**
   * The script.
   *
   * @param asOfOrNull the newest snapshot of that moment; null: see the options
   * @param withData whether registered tables are shown, too
   */
  AttachScript script(AsOf asOfOrNull, boolean withData) {
    Manifest manifest = manifest(asOfOrNull);
    List<String> heading = new ArrayList<>();
    heading.add(
        keys.workspace().tenant().name()
            + "/"
            + keys.workspace().name()
            + " of "
            + location
            + ", manifest "
            + manifest.number()
            + ": everything up to commit "
            + manifest.journal().sequence()
            + ", made at "
            + manifest.journal().committedAt());
    if (options.isPresigned()) {
      Instant now = Instant.ofEpochMilli(open.runtime().clock().wallMillis());
      heading.add(
          "Whoever has this script can read these files until "
              + now.plus(lifetime()).truncatedTo(ChronoUnit.SECONDS));
    }
    List<SystemTable> system =
        PublicTable.all(Optional.of(manifest), OpenStore.domains()).stream()
            .map(this::system)
            .toList();
    return new AttachScript(
        heading, options.database(), setUp(), system, withData ? data(manifest) : List.of());
  }

  private Manifest manifest(AsOf asOfOrNull) {
    Snapshots snapshots = snapshots();
    FormerManifests former = new FormerManifests(snapshots);
    Optional<StoredManifest> found =
        open.await(
            () -> {
              if (options.manifestOrNull() != null) {
                return numbered(snapshots, options.manifestOrNull());
              } else if (asOfOrNull instanceof AsOf.AtSequence at) {
                return former.atOrBefore(at.sequence());
              } else if (asOfOrNull instanceof AsOf.AtTime at) {
                return former.atOrBefore(at.time());
              }
              return snapshots.newest();
            });
    return found
        .map(StoredManifest::manifest)
        .orElseThrow(() -> new CommandException(ExitCode.FAILED, "the store has no such snapshot"));
  }

  /** One of the log, not what was put into an emptied slot behind its lowest. */
  private static Future<Optional<StoredManifest>> numbered(Snapshots snapshots, long number) {
    return snapshots
        .newest()
        .compose(
            newest ->
                newest.isEmpty() || newest.get().manifest().number() < number
                    ? Future.succeededFuture(Optional.empty())
                    : snapshots.read(number));
  }

  private Snapshots snapshots() {
    return new Snapshots(open.runtime(), open.store(), keys);
  }

  private SystemTable system(PublicTable table) {
    List<SqlColumn> columns =
        table.columns().stream()
            .map(column -> new SqlColumn(column.name(), column.type()))
            .toList();
    long rows = table.files().stream().mapToLong(ShardFile::rows).sum();
    List<String> files = table.files().stream().map(this::name).toList();
    return new SystemTable(table.domain(), table.table(), columns, rows, files);
  }

  private String name(ShardFile file) {
    Key key = keys.file(file.path());
    if (open.store() instanceof FileStore directory) {
      return pattern(directory.localPath(key).toAbsolutePath());
    }
    if (options.isPresigned()) {
      return open.await(() -> ((S3Store) open.store()).presign(key, lifetime())).toString();
    }
    return ParquetSelect.pattern(DataBuckets.name(bucket()) + "/" + key.text());
  }

  /** A path as DuckDB is to open it. */
  static String pattern(Path path) {
    return ParquetSelect.pattern(path.toString());
  }

  private Duration lifetime() {
    Integer asked = options.ttlSecondsOrNull();
    return Duration.ofSeconds(asked == null ? AttachOptions.DEFAULT_TTL_SECONDS : asked);
  }

  private S3Location bucket() {
    return ((StoreLocation.Bucket) location).location();
  }

  private List<String> setUp() {
    if (!(location instanceof StoreLocation.Bucket)) {
      return List.of();
    }
    List<String> statements = new ArrayList<>(List.of("INSTALL httpfs", "LOAD httpfs"));
    S3Location bucket = bucket();
    bucket
        .caFile()
        .ifPresent(file -> statements.add("SET ca_cert_file=" + Quoted.string(file.toString())));
    if (options.isPresigned()) {
      return statements;
    }
    statements.addAll(List.of("INSTALL aws", "LOAD aws"));
    StringBuilder secret = new StringBuilder("CREATE OR REPLACE SECRET ");
    secret
        .append(Quoted.identifier(options.database()))
        .append(" (TYPE s3, PROVIDER credential_chain, SCOPE ")
        .append(Quoted.string(DataBuckets.name(bucket)));
    bucket.region().ifPresent(region -> add(secret, "REGION", region));
    bucket
        .endpoint()
        .ifPresent(
            endpoint -> {
              add(secret, "ENDPOINT", endpoint.getRawAuthority());
              secret.append(", USE_SSL ").append(endpoint.getScheme().equals("https"));
            });
    if (bucket.pathStyle()) {
      add(secret, "URL_STYLE", "path");
    }
    statements.add(secret.append(")").toString());
    return statements;
  }

  private static void add(StringBuilder secret, String name, String value) {
    secret.append(", ").append(name).append(' ').append(Quoted.string(value));
  }

  private List<DataTable> data(Manifest manifest) {
    List<TableDefinition> wanted = List.of(CatalogTables.TABLES, CatalogTables.COLUMNS);
    TableRows rows = open.await(() -> snapshots().load(manifest, wanted));
    Map<String, List<RegisteredTable.Column>> columns = new HashMap<>();
    Cells column = new Cells(CatalogTables.COLUMNS);
    rows.rows(CatalogTables.COLUMNS).stream()
        .sorted(
            (a, b) -> Integer.compare(column.number(a, "position"), column.number(b, "position")))
        .forEach(
            row ->
                columns
                    .computeIfAbsent(column.text(row, "table_id"), id -> new ArrayList<>())
                    .add(
                        new RegisteredTable.Column(
                            column.text(row, "name"), column.text(row, "type"))));
    Cells table = new Cells(CatalogTables.TABLES);
    MachineTables machine = new MachineTables();
    return rows.rows(CatalogTables.TABLES).stream()
        .map(
            row ->
                new RegisteredTable(
                    new TableName(
                        table.text(row, "catalog_name"),
                        table.text(row, "schema_name"),
                        table.text(row, "name")),
                    table.text(row, "format"),
                    table.text(row, "location"),
                    columns.getOrDefault(table.text(row, "id"), List.of())))
        .map(registered -> registered.shown(machine))
        .toList();
  }

  /** Cells of a table's rows by the names of columns. */
  private record Cells(TableDefinition table) {
    String text(Row row, String column) {
      return row.text(index(column));
    }

    int number(Row row, String column) {
      return (Integer) row.get(index(column));
    }

    private int index(String column) {
      return table.columns().stream().map(it -> it.name()).toList().indexOf(column);
    }
  }
}
