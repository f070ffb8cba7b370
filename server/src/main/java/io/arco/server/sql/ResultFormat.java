package io.arco.server.sql;

/** How a result is written. All formats carry the same values. */
public enum ResultFormat {
  /**
   * {@code {"columns":[{"name","type"}],"rows":[[…]],…,"truncated":bool}}. Integers up to 64 bits
   * are numbers, exact beyond 2^53 too (a reader that parses doubles loses digits there); HUGEINT
   * and DECIMAL are strings, which keep every digit; floats are numbers, or the strings {@code
   * "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. Dates, times, timestamps and intervals are ISO
   * 8601 strings (a timestamp with time zone ends in Z), blobs base64. Lists are arrays, structs
   * objects, maps arrays of {@code {"key","value"}}.
   */
  JSON("application/json", true),
  /** An Arrow IPC stream. */
  ARROW("application/vnd.apache.arrow.stream", false),
  /**
   * RFC 4180 with a header line, UTF-8. Null is an empty field, the empty string is {@code ""};
   * nested values are their JSON, other values the text they have in JSON.
   */
  CSV("text/csv; charset=utf-8", false),
  /**
   * A JSON object and a line feed for each row, its values those of {@link #JSON}; columns of one
   * name are numbered ({@code a}, {@code a_1}).
   */
  NDJSON("application/x-ndjson", false),
  /**
   * A Parquet file, zstd. Columns of one name are numbered as in {@link #NDJSON}; intervals are
   * their text, for Parquet's own have no microseconds. The footer's metadata hold {@code
   * arco.truncated}.
   */
  PARQUET("application/vnd.apache.parquet", true);

  private final String contentType;
  private final boolean saysTruncated;

  ResultFormat(String contentType, boolean saysTruncated) {
    this.contentType = contentType;
    this.saysTruncated = saysTruncated;
  }

  /** Whether a result in it says by itself that rows were cut off. */
  public boolean saysTruncated() {
    return saysTruncated;
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }
}
