package io.arco.planner.lineage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;
import java.util.Locale;
import java.util.Optional;

/**
 * What data flows through, by name. As text: {@code asset:namespace.name}, {@code
 * table:catalog.schema.name} for tables and views, {@code column:} and the text of the asset or
 * table it belongs to, a dot, and its own name. Ordered by kind, then name.
 *
 * @param kind what it is
 * @param name the text behind the kind's word
 */
public record EntityName(Kind kind, String name) implements Comparable<EntityName> {
  /** The longest name of a catalog, schema, table or column, in UTF-16 units. */
  public static final int MAX_NAME = 255;

  /** The longest text of one. */
  public static final int MAX_TEXT = "column:table:".length() + 4 * MAX_NAME + 3;

  /** The kinds. */
  public enum Kind {
    /** An asset of a manifest. */
    ASSET,
    /** A table or view of the catalog. */
    TABLE,
    /** A column of either. */
    COLUMN;

    private final String prefix = name().toLowerCase(Locale.ROOT) + ":";

    /** Its word, with the colon. */
    String prefix() {
      return prefix;
    }
  }

  /** An asset. */
  public static EntityName of(AssetKey asset) {
    return new EntityName(Kind.ASSET, asset.text());
  }

  /** A table or view; nothing if no catalog could hold one of this name. */
  public static Optional<EntityName> of(TableLink table) {
    return isName(table.catalog()) && isName(table.schema()) && isName(table.name())
        ? Optional.of(
            new EntityName(Kind.TABLE, table.catalog() + "." + table.schema() + "." + table.name()))
        : Optional.empty();
  }

  /** A column of this asset or table; nothing if it can't have this name. */
  public Optional<EntityName> column(String column) {
    return kind == Kind.COLUMN || column.isEmpty() || column.length() > MAX_NAME
        ? Optional.empty()
        : Optional.of(new EntityName(Kind.COLUMN, text() + "." + column));
  }

  /** What this text names; nothing if it names nothing. */
  public static Optional<EntityName> read(String text) {
    if (text == null || text.length() > MAX_TEXT) {
      return Optional.empty();
    }
    if (text.startsWith(Kind.ASSET.prefix())) {
      return AssetKey.of(text.substring(Kind.ASSET.prefix().length())).map(EntityName::of);
    }
    if (text.startsWith(Kind.TABLE.prefix())) {
      return table(text.substring(Kind.TABLE.prefix().length()));
    }
    if (text.startsWith(Kind.COLUMN.prefix())) {
      String rest = text.substring(Kind.COLUMN.prefix().length());
      int end = ownerEnd(rest);
      return end < 0
          ? Optional.empty()
          : read(rest.substring(0, end)).flatMap(owner -> owner.column(rest.substring(end + 1)));
    }
    return Optional.empty();
  }

  private static Optional<EntityName> table(String name) {
    String[] parts = name.split("\\.", -1);
    return parts.length == 3 ? of(new TableLink(parts[0], parts[1], parts[2])) : Optional.empty();
  }

  /** Where, in the name of a column, what it belongs to ends; -1 if it does not. */
  private static int ownerEnd(String name) {
    int end = -1;
    for (int dots = name.startsWith(Kind.TABLE.prefix()) ? 3 : 2; dots > 0; dots--) {
      end = name.indexOf('.', end + 1);
      if (end < 0) {
        return -1;
      }
    }
    return end;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.indexOf('.') < 0
        && name.indexOf('/') < 0;
  }

  /**
   * What this text, which was made by {@link #text}, names.
   *
   * @throws IllegalArgumentException if it names nothing
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static EntityName parse(String text) {
    return read(text).orElseThrow(() -> new IllegalArgumentException("names nothing: " + text));
  }

  /**
   * The asset or table that a column belongs to.
   *
   * @throws IllegalStateException if it is no column
   */
  public EntityName owner() {
    return parse(name.substring(0, columnDot()));
  }

  /**
   * A column's own name.
   *
   * @throws IllegalStateException if it is no column
   */
  public String columnName() {
    return name.substring(columnDot() + 1);
  }

  private int columnDot() {
    if (kind != Kind.COLUMN) {
      throw new IllegalStateException("no column: " + this);
    }
    return ownerEnd(name);
  }

  /**
   * The asset's key.
   *
   * @throws IllegalArgumentException if it is no asset
   */
  public AssetKey asset() {
    return AssetKey.parse(kind == Kind.ASSET ? name : null);
  }

  /**
   * The table's names.
   *
   * @throws IllegalStateException if it is no table
   */
  public TableLink table() {
    if (kind != Kind.TABLE) {
      throw new IllegalStateException("no table: " + this);
    }
    String[] parts = name.split("\\.", -1);
    return new TableLink(parts[0], parts[1], parts[2]);
  }

  /** It as text. */
  @JsonValue
  public String text() {
    return kind.prefix() + name;
  }

  @Override
  public int compareTo(EntityName other) {
    int order = kind.compareTo(other.kind);
    return order != 0 ? order : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return text();
  }
}
