package io.arco.catalog;

import io.arco.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a column. Its text is read by this grammar; words count in any case, blanks may stand
 * between any two tokens:
 *
 * <pre>{@code
 * type      = word | decimal | struct | list | map
 * word      = "boolean" | "tinyint" | "smallint" | "int" | "bigint" | "float" | "double"
 *           | "string" | "binary" | "date" | "time" | "timestamp" | "timestamp_ntz"
 *           | "uuid" | "json"
 * decimal   = "decimal" "(" precision [ "," scale ] ")"       1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision
 * struct    = "struct" "<" field { "," field } ">"            no two fields of one name
 * field     = name ":" type
 * name      = plain | "`" { any character but "`" | "``" } "`"  1 to 255 characters, no control characters
 * plain     = ( letter | "_" ) { letter | digit | "_" }        ASCII
 * list      = "list" "<" type ">"
 * map       = "map" "<" type "," type ">"
 * }</pre>
 *
 * <p>Other words for the same: {@code bool}; {@code byte}, {@code short}, {@code integer}, {@code
 * long}; {@code real}; {@code numeric}; {@code text}, {@code varchar}; {@code array}. A missing
 * scale is 0. {@code timestamp} is an instant, {@code timestamp_ntz} a wall clock's reading.
 *
 * <p>The canonical text is lower case, uses the words of the grammar, {@code ", "} and {@code ": "}
 * between parts, both numbers of a decimal, and quotes a name only if it is not plain. It reads as
 * the same type.
 */
public sealed interface ColumnType {
  /** How deep types may nest: a plain word is 1 deep. */
  int MAX_DEPTH = 16;

  /** How long a text may be, read or canonical. */
  int MAX_CHARACTERS = 8_192;

  /** The canonical text. */
  String text();

  /**
   * Reads a type.
   *
   * @throws ProblemException INVALID_TYPE; details {@code value}, {@code position} (of the
   *     offending character, from 0) and {@code expected}
   */
  static ColumnType parse(String text) {
    return new ColumnTypeParser(text).parse();
  }

  /** A type of one word. */
  enum Primitive implements ColumnType {
    /** True or false. */
    BOOLEAN,
    /** 8 bits, signed. */
    TINYINT,
    /** 16 bits, signed. */
    SMALLINT,
    /** 32 bits, signed. */
    INT,
    /** 64 bits, signed. */
    BIGINT,
    /** IEEE 754, 32 bits. */
    FLOAT,
    /** IEEE 754, 64 bits. */
    DOUBLE,
    /** Unicode text. */
    STRING,
    /** Bytes. */
    BINARY,
    /** A day of the calendar. */
    DATE,
    /** A time of day without zone. */
    TIME,
    /** An instant. */
    TIMESTAMP,
    /** Date and time without zone. */
    TIMESTAMP_NTZ,
    /** A UUID. */
    UUID,
    /** JSON text. */
    JSON;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String text() {
      return text;
    }
  }

  /**
   * A decimal number.
   *
   * @param precision how many digits, 1 to 38
   * @param scale how many of them behind the point, 0 to precision
   */
  record Decimal(int precision, int scale) implements ColumnType {
    /** The most digits a decimal has. */
    public static final int MAX_PRECISION = 38;

    @Override
    public String text() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /**
   * Named fields.
   *
   * @param fields at least one, in order, no two of one name
   */
  record Struct(List<Field> fields) implements ColumnType {
    /** Copies the fields. */
    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public String text() {
      return fields.stream().map(Field::text).collect(Collectors.joining(", ", "struct<", ">"));
    }
  }

  /**
   * A field of a struct.
   *
   * @param name any text of 1 to 255 characters, none of them control characters
   * @param type its type
   */
  record Field(String name, ColumnType type) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    String text() {
      String quoted = PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
      return quoted + ": " + type.text();
    }
  }

  /**
   * Any number of elements in order.
   *
   * @param element their type
   */
  record ListOf(ColumnType element) implements ColumnType {
    @Override
    public String text() {
      return "list<" + element.text() + ">";
    }
  }

  /**
   * Values by key.
   *
   * @param key the keys' type
   * @param value the values' type
   */
  record MapOf(ColumnType key, ColumnType value) implements ColumnType {
    @Override
    public String text() {
      return "map<" + key.text() + ", " + value.text() + ">";
    }
  }
}
