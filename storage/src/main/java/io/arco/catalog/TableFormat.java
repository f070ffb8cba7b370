package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What the files of a table are; a lower-case word in JSON and in rows. */
public enum TableFormat {
  /** Delta Lake. */
  @JsonProperty("delta")
  DELTA("delta"),
  /** Apache Iceberg. */
  @JsonProperty("iceberg")
  ICEBERG("iceberg"),
  /** Plain Parquet: one file, or a directory of them. */
  @JsonProperty("parquet")
  PARQUET("parquet");

  private static final List<TableFormat> ALL = List.of(values());

  private final String text;

  TableFormat(String text) {
    this.text = text;
  }

  /** The word. */
  public String text() {
    return text;
  }

  /**
   * The format of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TableFormat of(String text) {
    for (TableFormat format : ALL) {
      if (format.text.equals(text)) {
        return format;
      }
    }
    throw new IllegalArgumentException("no table format " + text);
  }
}
