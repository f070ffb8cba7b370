package io.arco.server.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.planner.partition.PartitionKey;
import io.arco.planner.partition.PartitionValue;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.TaskEngine.Fixed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A partition as folders and as SQL.
 *
 * @param key of the partition
 */
record TaskPartition(PartitionKey key) {
  /** What Hive calls the folder of no value. */
  static final String NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__";

  /** The partition of this canonical text; empty text: none. */
  static TaskPartition of(String text) {
    return new TaskPartition(text.isEmpty() ? PartitionKey.NONE : PartitionKey.parse(text));
  }

  boolean isNone() {
    return key.values().isEmpty();
  }

  /** The folders below the table's, as Hive has them: {@code day=2025-01-15/region=eu}. */
  String folder() {
    return key.values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + folder(entry.getValue()))
        .collect(Collectors.joining("/"));
  }

  private static String folder(PartitionValue value) {
    if (value instanceof PartitionValue.Null) {
      return NULL_FOLDER;
    }
    String plain = plain(value);
    // As it stands, the engine reads a folder of this name as no value, too.
    return plain.equalsIgnoreCase("null")
        ? "%%%02X".formatted((int) plain.charAt(0)) + plain.substring(1)
        : escaped(plain);
  }

  /** The values as SQL literals, called {@code partition.DIMENSION}. */
  Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    key.values().forEach((name, value) -> variables.put("partition." + name, literal(value)));
    return variables;
  }

  /** What the rows of the partition must have, where they have the column. */
  List<Fixed> fixed() {
    return key.values().entrySet().stream()
        .map(entry -> new Fixed(entry.getKey(), type(entry.getValue()), literal(entry.getValue())))
        .toList();
  }

  private static String plain(PartitionValue value) {
    return value instanceof PartitionValue.Text text ? text.value() : value.text().substring(2);
  }

  private static String type(PartitionValue value) {
    if (value instanceof PartitionValue.Date) {
      return "DATE";
    } else if (value instanceof PartitionValue.Time) {
      return "TIMESTAMPTZ";
    } else if (value instanceof PartitionValue.Int) {
      return "BIGINT";
    } else if (value instanceof PartitionValue.Bool) {
      return "BOOLEAN";
    }
    return "VARCHAR";
  }

  private static String literal(PartitionValue value) {
    if (value instanceof PartitionValue.Null) {
      return "NULL";
    } else if (value instanceof PartitionValue.Text text) {
      return Quoted.string(text.value());
    } else if (value instanceof PartitionValue.Int || value instanceof PartitionValue.Bool) {
      return plain(value);
    }
    return type(value) + " " + Quoted.string(plain(value));
  }

  /**
   * A name for a file or folder that no two texts share, percent-encoded as Hive does: letters,
   * digits, {@code _}, {@code -} and, not in front, {@code .} stay.
   */
  static String escaped(String text) {
    StringBuilder name = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isPlain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || ((c == '.' || c == '_') && name.length() > 0);
      name.append(isPlain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return name.toString();
  }
}
