package io.arco.server;

import io.arco.server.flight.FlightSql;
import io.arco.server.sql.SqlEngine;

/** What the tests of Flight SQL look at in a server. */
public final class FlightAccess {
  private FlightAccess() {}

  /** Its Flight SQL, which it must serve. */
  public static FlightSql flight(ArcoServer server) {
    return server.flight().orElseThrow();
  }

  /** Where it runs SQL. */
  public static SqlEngine engine(ArcoServer server) {
    return server.engine();
  }
}
