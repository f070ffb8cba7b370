package io.arco.table;

/** The types of system tables' columns, each with its Parquet form and its Java form. */
public enum ColumnKind {
  /** Text; Parquet BYTE_ARRAY (STRING); {@link String}. */
  STRING,
  /** Parquet INT32; {@link Integer}. */
  INT32,
  /** Parquet INT64; {@link Long}. */
  INT64,
  /** Parquet BOOLEAN; {@link Boolean}. */
  BOOLEAN,
  /** Parquet DOUBLE; {@link Double}. */
  DOUBLE,
  /** An instant; Parquet INT64 (TIMESTAMP, milliseconds, UTC); {@link java.time.Instant}. */
  TIMESTAMP,
  /**
   * Text to text; Parquet MAP of STRING to STRING, never null; {@link java.util.Map}, sorted by
   * key.
   */
  STRING_MAP
}
