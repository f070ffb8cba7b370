package io.arco.bench;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables as a lakehouse has them: ten columns each, names from a common vocabulary. */
public final class SampleTables {
  /** The catalog they are in. */
  public static final String CATALOG = "lake";

  /** How many columns each has. */
  public static final int COLUMNS = 10;

  /** How many schemas they are spread over, in turn. */
  public static final int SCHEMAS = 10;

  private static final List<String> WORDS =
      List.of(
          "id",
          "customer",
          "order",
          "amount",
          "currency",
          "created",
          "updated",
          "country",
          "status",
          "channel",
          "product",
          "quantity",
          "price");
  private static final List<String> SUFFIXES = List.of("", "_id", "_at", "_code", "_name");
  private static final List<String> TYPES =
      List.of("bigint", "string", "timestamp", "decimal(18,2)", "double", "boolean", "date");

  private SampleTables() {}

  /** The schema of table {@code i}. */
  public static String schema(int i) {
    return "schema_" + i % SCHEMAS;
  }

  /** The name of table {@code i}. */
  public static String name(int i) {
    return "table_" + i;
  }

  /** The command that creates table {@code i}. */
  public static CreateTable command(int i) {
    String location = "s3://lake/" + schema(i) + "/" + name(i);
    return new CreateTable(
        CATALOG,
        schema(i),
        name(i),
        TableFormat.DELTA,
        location,
        null,
        Map.of("owner", "team_" + i % 20),
        columns(i));
  }

  private static List<ColumnSpec> columns(int table) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (int c = 0; c < COLUMNS; c++) {
      int choice = table * 31 + c;
      String name = WORDS.get(c) + SUFFIXES.get(Math.floorMod(choice, SUFFIXES.size()));
      String type = TYPES.get(Math.floorMod(choice, TYPES.size()));
      columns.add(new ColumnSpec(name, type, c != 0, null));
    }
    return columns;
  }
}
