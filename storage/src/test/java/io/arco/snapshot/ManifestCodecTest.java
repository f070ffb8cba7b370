package io.arco.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.catalog.CatalogTables;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Format;
import io.arco.journal.Hash;
import io.arco.journal.Sealed;
import io.arco.json.Json;
import io.arco.ledger.LedgerTables;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ManifestCodecTest {
  private static final Workspace WORKSPACE = Workspace.of("acme", "prod");
  private static final Hash SOME_HASH = Hash.of(new byte[] {1});
  private static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123Z");

  @Test
  void aManifestComesBackAsItWentIn() {
    Manifest manifest = small();
    byte[] bytes = ManifestCodec.encode(manifest);
    assertEquals(manifest, ManifestCodec.decode(WORKSPACE, 7, "m", bytes));
    assertArrayEquals(bytes, ManifestCodec.encode(ManifestCodec.decode(WORKSPACE, 7, "m", bytes)));
  }

  @Test
  void theJsonIsThePublishedFormat() {
    String files = "tables/catalog/columns/000003-00000000000000000002-4bf5122f344554c5.parquet";
    String json = new String(ManifestCodec.encode(small()), UTF_8);
    assertTrue(
        json.startsWith(
            "{\"type\":\"arco.manifest\",\"format\":1,\"tenant\":\"acme\",\"workspace\":\"prod\","
                + "\"number\":7,\"previousHash\":\""
                + SOME_HASH
                + "\",\"publishedAt\":\"2026-01-31T23:59:59.123Z\",\"writer\":\"w-1\","
                + "\"journal\":{\"sequence\":42,\"hash\":\""
                + SOME_HASH
                + "\",\"committedAt\":\"2026-01-31T23:59:59.123Z\"},\"stateHash\":\""
                + SOME_HASH
                + "\",\"lanes\":{},\"tables\":["),
        json);
    assertTrue(
        json.contains(
            "{\"path\":\""
                + files
                + "\",\"shard\":3,\"bytes\":100,\"rows\":10,\"sha256\":\""
                + SOME_HASH
                + "\",\"min\":[\"a\",1],\"max\":[\"b\",2]}"),
        json);
    assertTrue(json.contains("\"visibility\":\"PUBLIC\",\"key\":[\"table_id\",\"column_id\"]"));
  }

  @Test
  void aNewerFormatIsRefusedWithBothNumbers() {
    byte[] newer = edited(root -> root.put("format", 2).put("whatIsThis", true));
    ProblemException e =
        assertThrows(ProblemException.class, () -> ManifestCodec.decode(WORKSPACE, 7, "m", newer));
    assertEquals(ErrorCode.FORMAT_TOO_NEW, e.problem().code());
    assertEquals(2, e.problem().details().get("found"));
    assertEquals(Format.CURRENT, e.problem().details().get("supported"));
  }

  @Test
  void everyFieldIsNeededAndTyped() {
    List<List<Object>> paths = new ArrayList<>();
    collect(tree(), List.of(), paths);
    assertEquals(34, paths.size());
    for (List<Object> path : paths) {
      corrupt(at(path, (parent, name) -> parent.remove(name)));
      corrupt(at(path, (parent, name) -> parent.putNull(name)));
      corrupt(at(path, (parent, name) -> parent.put(name, 1.5)));
      corrupt(at(path, (parent, name) -> parent.putObject("extra").put(name, 1)));
    }
  }

  @Test
  void whatContradictsItselfIsCorrupt() {
    Map<String, Consumer<ObjectNode>> edits = new LinkedHashMap<>();
    edits.put("another number", root -> root.put("number", 8));
    edits.put("another tenant", root -> root.put("tenant", "other"));
    edits.put("no predecessor", root -> root.put("previousHash", Hash.NONE.hex()));
    edits.put("sum of rows", root -> table(root).put("rows", 11));
    edits.put("sum of bytes", root -> table(root).put("bytes", 11));
    edits.put("shard beyond the next", root -> table(root).put("nextShard", 3));
    edits.put("another table's path", root -> table(root).put("name", "tables"));
    edits.put("a folder that climbs", root -> table(root).put("domain", ".."));
    edits.put("key order", root -> file(root).putArray("min").add("c").add(1));
    edits.put("key of one part", root -> file(root).putArray("min").add("a"));
    edits.put("key of another type", root -> file(root).putArray("min").add(1).add(1));
    edits.put("key out of its range", root -> file(root).putArray("max").add("b").add(1L << 40));
    edits.put("hash unlike the path", root -> file(root).put("sha256", Hash.of(new byte[0]).hex()));
    edits.put("shard unlike the path", root -> file(root).put("shard", 2));
    edits.put(
        "file of a later manifest",
        root ->
            file(root).put("path", file(root).path("path").asText().replace("02-4bf", "08-4bf")));
    edits.put("table twice", root -> ((ArrayNode) root.path("tables")).add(table(root)));
    edits.put(
        "shard twice", root -> ((ArrayNode) table(root).path("files")).add(file(root).deepCopy()));
    edits.forEach((what, edit) -> corrupt(edited(edit)));
  }

  @Test
  void otherBytesAreCorrupt() {
    for (String text : List.of("", "{", "[]", "null", "{}", "{\"type\":\"arco.manifest\"}", "x")) {
      corrupt(text.getBytes(UTF_8));
    }
    byte[] whole = ManifestCodec.encode(small());
    for (int length = 0; length < whole.length; length += 13) {
      corrupt(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void theManifestOfAHundredThousandTablesStaysBelowEightyKilobytes() {
    List<TableFiles> tables = new ArrayList<>();
    tables.add(files(LedgerTables.IDEMPOTENCY_KEYS, 4, 512));
    tables.add(files(LedgerTables.COMMITS, 10, 1_024));
    tables.add(files(CatalogTables.CATALOGS, 1, 10));
    tables.add(files(CatalogTables.COLUMNS, 123, 8_192));
    tables.add(files(CatalogTables.SCHEMAS, 1, 100));
    tables.add(files(CatalogTables.TABLES, 98, 1_024));
    tables.sort(Comparator.comparing(TableFiles::folder));
    int bytes = ManifestCodec.encode(manifest(123_456, tables)).length;
    System.out.println("manifest of 100,000 tables: " + bytes + " bytes");
    assertTrue(bytes < 80_000, bytes + " bytes");
  }

  private static TableFiles files(TableDefinition table, int count, long rows) {
    List<ShardFile> files = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Hash hash = Hash.of(Integer.toString(i).getBytes(UTF_8));
      files.add(
          new ShardFile(
              ShardFile.pathOf(table, i, 100_000 + i, hash),
              i,
              123_456,
              rows,
              hash,
              key(table, 2 * i),
              key(table, 2 * i + 1)));
    }
    return TableFiles.of(table, count + 1, files);
  }

  private static RowKey key(TableDefinition table, int i) {
    if (table.equals(LedgerTables.COMMITS)) {
      return RowKey.of((long) i);
    }
    String id = new UUID(0x0197_f000_0000_7000L + ((long) i << 32), i).toString();
    if (table.equals(LedgerTables.IDEMPOTENCY_KEYS)) {
      return RowKey.of("anonymous", id);
    }
    return table.equals(CatalogTables.COLUMNS) ? RowKey.of(id, 10) : RowKey.of(id);
  }

  private static Manifest small() {
    TableDefinition table = CatalogTables.COLUMNS;
    ShardFile file =
        new ShardFile(
            ShardFile.pathOf(table, 3, 2, SOME_HASH),
            3,
            100,
            10,
            SOME_HASH,
            RowKey.of("a", 1),
            RowKey.of("b", 2));
    return manifest(7, List.of(TableFiles.of(table, 4, List.of(file))));
  }

  private static Manifest manifest(long number, List<TableFiles> tables) {
    return new Manifest(
        WORKSPACE,
        number,
        SOME_HASH,
        TIME,
        "w-1",
        new JournalPosition(42, SOME_HASH, TIME),
        SOME_HASH.hex(),
        Map.of(),
        tables);
  }

  private static ObjectNode tree() {
    ObjectNode root = (ObjectNode) Json.tree(ManifestCodec.encode(small()));
    root.remove("seal");
    return root;
  }

  private static ObjectNode table(ObjectNode root) {
    return (ObjectNode) root.path("tables").get(0);
  }

  private static ObjectNode file(ObjectNode root) {
    return (ObjectNode) table(root).path("files").get(0);
  }

  private static byte[] edited(Consumer<ObjectNode> edit) {
    ObjectNode root = tree();
    edit.accept(root);
    return Sealed.encode(root);
  }

  /** The paths of all fields, through the first element of each array. */
  private static void collect(JsonNode node, List<Object> path, List<List<Object>> paths) {
    if (node.isArray() && node.size() > 0) {
      collect(node.get(0), append(path, 0), paths);
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              paths.add(append(path, name));
              collect(node.get(name), append(path, name), paths);
            });
  }

  private static List<Object> append(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private interface Edit {
    void apply(ObjectNode parent, String name);
  }

  private static byte[] at(List<Object> path, Edit edit) {
    return edited(
        root -> {
          JsonNode node = root;
          for (Object step : path.subList(0, path.size() - 1)) {
            node = step instanceof Integer index ? node.get(index) : node.get((String) step);
          }
          edit.apply((ObjectNode) node, (String) path.get(path.size() - 1));
        });
  }

  private static void corrupt(byte[] bytes) {
    CorruptObjectException e =
        assertThrows(
            CorruptObjectException.class,
            () -> ManifestCodec.decode(WORKSPACE, 7, "snapshots/7", bytes),
            () -> new String(bytes, UTF_8));
    assertEquals("snapshots/7", e.object());
  }
}
