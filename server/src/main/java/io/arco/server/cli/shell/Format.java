package io.arco.server.cli.shell;

/** The shapes in which a shell prints rows; named as they are typed. */
public enum Format {
  /** Aligned, for a person. */
  TABLE,
  /** RFC 4180 with a header. */
  CSV,
  /** The whole answer as one document. */
  JSON,
  /** An object a row, a row a line. */
  NDJSON
}
