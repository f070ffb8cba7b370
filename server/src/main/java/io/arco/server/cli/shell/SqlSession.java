package io.arco.server.cli.shell;

import io.arco.server.cli.Rows;

/**
 * Answers queries, one at a time, of one workspace. {@link #ask} blocks; {@link #cancel} may be
 * called from any thread.
 */
public interface SqlSession extends AutoCloseable {
  /**
   * Asks a query and waits for the answer.
   *
   * @throws io.arco.server.cli.ProblemAnswer if the query is refused, or fails
   * @throws io.arco.server.cli.CommandException if it can't be asked
   */
  Rows ask(Question question);

  /** Ends the query that runs now, wherever it is; its {@link #ask} throws. Never blocks long. */
  void cancel();

  @Override
  void close();
}
