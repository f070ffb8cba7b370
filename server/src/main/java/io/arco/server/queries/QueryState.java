package io.arco.server.queries;

import java.util.Locale;

/** How far a query is. */
public enum QueryState {
  /** It is being judged, waits for the engine, runs, or waits for its reader. */
  RUNNING,
  /** It was told to end and has not yet. */
  CANCELLING,
  /** All of its result was made. */
  SUCCEEDED,
  /** It ended with a problem. */
  FAILED,
  /** It was ended before it was done: by someone who may, or because its caller was gone. */
  CANCELLED;

  /** As it is shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
