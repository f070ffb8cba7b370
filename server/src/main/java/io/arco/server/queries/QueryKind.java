package io.arco.server.queries;

/** The way a query came. */
public enum QueryKind {
  /** {@code POST /api/v1/query}. */
  QUERY("query"),
  /** {@code POST /api/v1/query-data}. */
  QUERY_DATA("query-data"),
  /** Either of them over gRPC. */
  GRPC("grpc"),
  /** Flight SQL. */
  FLIGHT("flight");

  private final String text;

  QueryKind(String text) {
    this.text = text;
  }

  /** As it is shown. */
  public String text() {
    return text;
  }
}
