package io.arco.server;

import java.io.IOException;

/** Flight SQL can't listen where it is configured to. */
public final class FlightBindException extends IOException {
  private static final long serialVersionUID = 1L;

  FlightBindException(String host, int port, IOException cause) {
    super(
        "can't listen for Flight SQL on "
            + host
            + ":"
            + port
            + ": "
            + (cause.getCause() == null ? cause : cause.getCause()).getMessage()
            + "; choose another with --set flight.port=PORT (0 for any, -1 for none)",
        cause);
  }
}
