package io.arco.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Format;
import io.arco.journal.Hash;
import io.arco.journal.Sealed;
import io.arco.json.Json;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.arco.table.ColumnDefinition;
import io.arco.table.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The bytes of manifests: one {@link Sealed} JSON object, UTF-8 (docs/reference/storage-format.md).
 */
public final class ManifestCodec {
  private ManifestCodec() {}

  /** Writes a manifest; the same manifest gives the same bytes. */
  public static byte[] encode(Manifest manifest) {
    return Sealed.encode(
        new ManifestDocument(
            ManifestDocument.TYPE,
            Format.CURRENT,
            manifest.workspace().tenant().name(),
            manifest.workspace().name(),
            manifest.number(),
            manifest.previousHash().hex(),
            manifest.publishedAt(),
            manifest.writer(),
            new ManifestDocument.Journal(
                manifest.journal().sequence(),
                manifest.journal().hash().hex(),
                manifest.journal().committedAt()),
            manifest.stateHash(),
            new TreeMap<>(manifest.lanes()),
            manifest.tables().stream().map(ManifestCodec::document).toList()));
  }

  /**
   * Reads the manifest that stands in slot {@code number} of this workspace.
   *
   * @param object its name, for messages
   * @throws CorruptObjectException if the bytes are not that manifest
   * @throws ProblemException FORMAT_TOO_NEW if a newer Arco wrote it
   */
  public static Manifest decode(Workspace workspace, long number, String object, byte[] bytes) {
    JsonNode tree = Sealed.decode(object, ManifestDocument.TYPE, bytes);
    try {
      Manifest manifest = manifest(Json.MAPPER.treeToValue(tree, ManifestDocument.class));
      if (manifest.number() != number || !manifest.workspace().equals(workspace)) {
        throw new IllegalArgumentException(
            "it is manifest " + manifest.number() + " of " + manifest.workspace());
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new CorruptObjectException(object, "not a manifest: " + e.getOriginalMessage());
    } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
      throw new CorruptObjectException(object, "not a manifest: " + e.getMessage());
    }
  }

  /** Whether these bytes can be manifest {@code number} of a workspace. */
  public static boolean isSound(Workspace workspace, long number, byte[] bytes) {
    try {
      decode(workspace, number, "", bytes);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static ManifestDocument.Table document(TableFiles table) {
    return new ManifestDocument.Table(
        table.domain(),
        table.name(),
        table.visibility(),
        table.columns().subList(0, table.keyColumns()).stream()
            .map(ColumnDefinition::name)
            .toList(),
        table.columns().stream().map(ManifestDocument.Column::of).toList(),
        table.rows(),
        table.bytes(),
        table.nextShard(),
        table.files().stream().map(ManifestCodec::document).toList());
  }

  private static ManifestDocument.File document(ShardFile file) {
    return new ManifestDocument.File(
        file.path(),
        file.shard(),
        file.bytes(),
        file.rows(),
        file.sha256().hex(),
        List.copyOf(file.min().values()),
        List.copyOf(file.max().values()));
  }

  private static Manifest manifest(ManifestDocument document) {
    return new Manifest(
        Workspace.of(document.tenant(), document.workspace()),
        document.number(),
        new Hash(document.previousHash()),
        document.publishedAt(),
        document.writer(),
        new JournalPosition(
            document.journal().sequence(),
            new Hash(document.journal().hash()),
            document.journal().committedAt()),
        document.stateHash(),
        document.lanes(),
        document.tables().stream().map(ManifestCodec::table).toList());
  }

  private static TableFiles table(ManifestDocument.Table document) {
    List<ColumnDefinition> columns =
        document.columns().stream().map(ManifestDocument.Column::definition).toList();
    List<ColumnDefinition> key =
        columns.subList(0, Math.min(document.key().size(), columns.size()));
    if (!document.key().equals(key.stream().map(ColumnDefinition::name).toList())) {
      throw new IllegalArgumentException(
          "the key of " + document.name() + " is not its first columns");
    }
    TableFiles table =
        new TableFiles(
            document.domain(),
            document.name(),
            document.visibility(),
            columns,
            key.size(),
            document.nextShard(),
            document.files().stream().map(file -> file(key, file)).toList());
    if (table.rows() != document.rows() || table.bytes() != document.bytes()) {
      throw new IllegalArgumentException(
          "rows or bytes of " + document.name() + " are not the sum of its files'");
    }
    return table;
  }

  private static ShardFile file(List<ColumnDefinition> key, ManifestDocument.File document) {
    return new ShardFile(
        document.path(),
        document.shard(),
        document.bytes(),
        document.rows(),
        new Hash(document.sha256()),
        key(key, document.min()),
        key(key, document.max()));
  }

  private static RowKey key(List<ColumnDefinition> columns, List<Object> values) {
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException("a key has " + values.size() + " parts");
    }
    List<Comparable<?>> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      parts.add(keyPart(columns.get(i), values.get(i)));
    }
    return new RowKey(parts);
  }

  private static Comparable<?> keyPart(ColumnDefinition column, Object value) {
    return switch (column.kind()) {
      case STRING -> (String) value;
      case INT32 -> (Integer) value;
      case INT64 -> value instanceof Integer small ? (Long) small.longValue() : (Long) value;
      case BOOLEAN, DOUBLE, TIMESTAMP, STRING_MAP ->
          throw new IllegalArgumentException("column " + column.name() + " can't be in a key");
    };
  }
}
