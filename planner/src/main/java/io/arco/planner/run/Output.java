package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;
import java.util.List;

/**
 * Something an attempt made, as its worker reports it. Everything may be null.
 *
 * @param table of which table of the catalog
 * @param location where it is
 * @param format of the files
 * @param version the table's version that holds it
 * @param partitionKey of which partition, as canonical text; null is that of the task
 * @param rowCount how many rows
 * @param byteSize how many bytes
 * @param columns of the table
 */
@JsonPropertyOrder({
  "table",
  "location",
  "format",
  "version",
  "partitionKey",
  "rowCount",
  "byteSize",
  "columns"
})
public record Output(
    TableLink table,
    String location,
    String format,
    String version,
    String partitionKey,
    Long rowCount,
    Long byteSize,
    List<Column> columns) {
  /** Copies the columns. */
  public Output {
    columns = Copies.of(columns);
  }

  /**
   * A column of a table that was made.
   *
   * @param name its name
   * @param type its type
   * @param inputs what it was made from, or null
   */
  @JsonPropertyOrder({"name", "type", "inputs"})
  public record Column(String name, String type, List<Source> inputs) {
    /** Copies the inputs. */
    public Column {
      inputs = Copies.of(inputs);
    }
  }

  /**
   * A column that another was made from: of an asset or of a table.
   *
   * @param asset whose, or null
   * @param table whose, or null
   * @param column its name
   */
  @JsonPropertyOrder({"asset", "table", "column"})
  public record Source(AssetKey asset, TableLink table, String column) {}
}
