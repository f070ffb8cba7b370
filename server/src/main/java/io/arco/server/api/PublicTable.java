package io.arco.server.api;

import io.arco.ledger.Domains;
import io.arco.server.files.SignedFile;
import io.arco.server.query.SystemTables;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.TableFiles;
import io.arco.store.Workspace;
import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A public table of a manifest; one that the manifest does not have has no files.
 *
 * @param domain the SQL schema it is in
 * @param table its name there
 * @param columns those this build knows, for files may be older than some; else the manifest's
 * @param files in key order
 */
public record PublicTable(
    String domain, String table, List<Column> columns, List<ShardFile> files) {
  /** A column, its type as DuckDB writes it. */
  public record Column(String name, String type, boolean nullable) {
    private static Column of(ColumnDefinition column) {
      return new Column(column.name(), SystemTables.typeOf(column), column.nullable());
    }
  }

  /** All of them, by name. */
  public static List<PublicTable> all(Optional<Manifest> manifest, Domains domains) {
    Map<String, PublicTable> all = new TreeMap<>();
    manifest.stream()
        .flatMap(it -> it.tables().stream())
        .filter(table -> table.visibility() == Visibility.PUBLIC)
        .map(PublicTable::of)
        .forEach(table -> all.put(table.name(), table));
    for (TableDefinition known : domains.tables()) {
      if (known.visibility() == Visibility.PUBLIC) {
        PublicTable empty =
            new PublicTable(
                known.domain(), known.name(), columns(known.columns()), List.<ShardFile>of());
        all.merge(
            empty.name(),
            empty,
            (there, defined) ->
                new PublicTable(there.domain(), there.table(), defined.columns(), there.files()));
      }
    }
    return List.copyOf(all.values());
  }

  private static PublicTable of(TableFiles table) {
    return new PublicTable(table.domain(), table.name(), columns(table.columns()), table.files());
  }

  private static List<Column> columns(List<ColumnDefinition> columns) {
    return columns.stream().map(Column::of).toList();
  }

  /** Its name below {@code system}. */
  String name() {
    return domain + "." + table;
  }

  long rows() {
    return files.stream().mapToLong(ShardFile::rows).sum();
  }

  long bytes() {
    return files.stream().mapToLong(ShardFile::bytes).sum();
  }

  /** Its files as URLs speak of them. */
  List<SignedFile> signed(Workspace workspace, Instant expiresAt) {
    SignedFile.Table in = new SignedFile.Table(domain, table);
    return files.stream()
        .map(
            file ->
                new SignedFile(
                    workspace,
                    in,
                    file.path().substring(file.path().lastIndexOf('/') + 1),
                    file.bytes(),
                    file.sha256(),
                    expiresAt))
        .toList();
  }
}
