package io.arco.snapshot;

import io.arco.table.ColumnDefinition;
import io.arco.table.ColumnKind;
import io.arco.table.TableDefinition.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A manifest's JSON, field by field in the order of the file. Boxed numbers, so that a missing
 * field is seen.
 */
record ManifestDocument(
    String type,
    Integer format,
    String tenant,
    String workspace,
    Long number,
    String previousHash,
    Instant publishedAt,
    String writer,
    Journal journal,
    String stateHash,
    Map<String, Long> lanes,
    List<Table> tables) {
  static final String TYPE = "arco.manifest";

  ManifestDocument {
    present("type", type);
    present("format", format);
    present("tenant", tenant);
    present("workspace", workspace);
    present("number", number);
    present("previousHash", previousHash);
    present("publishedAt", publishedAt);
    present("writer", writer);
    present("journal", journal);
    present("stateHash", stateHash);
    present("lanes", lanes);
    present("tables", tables);
  }

  record Journal(Long sequence, String hash, Instant committedAt) {
    Journal {
      present("sequence", sequence);
      present("hash", hash);
      present("committedAt", committedAt);
    }
  }

  record Table(
      String domain,
      String name,
      Visibility visibility,
      List<String> key,
      List<Column> columns,
      Long rows,
      Long bytes,
      Long nextShard,
      List<File> files) {
    Table {
      present("domain", domain);
      present("name", name);
      present("visibility", visibility);
      present("key", key);
      present("columns", columns);
      present("rows", rows);
      present("bytes", bytes);
      present("nextShard", nextShard);
      present("files", files);
    }
  }

  record Column(String name, ColumnKind type, Boolean nullable) {
    Column {
      present("name", name);
      present("type", type);
      present("nullable", nullable);
    }

    static Column of(ColumnDefinition column) {
      return new Column(column.name(), column.kind(), column.nullable());
    }

    ColumnDefinition definition() {
      return new ColumnDefinition(name, type, nullable, false);
    }
  }

  record File(
      String path,
      Long shard,
      Long bytes,
      Long rows,
      String sha256,
      List<Object> min,
      List<Object> max) {
    File {
      present("path", path);
      present("shard", shard);
      present("bytes", bytes);
      present("rows", rows);
      present("sha256", sha256);
      present("min", min);
      present("max", max);
    }
  }

  private static void present(String field, Object value) {
    Objects.requireNonNull(value, () -> field + " is missing");
  }
}
