package io.arco.server.queries;

/** How much of a query's result was made, asked from any thread; and how the query is ended. */
public interface Progress {
  /** Rows so far. */
  long rows();

  /** Bytes so far, as sent; of Flight SQL, of Arrow buffers. */
  long bytes();

  /** Has the engine stopped, from any thread, once or more. */
  void cancel();
}
