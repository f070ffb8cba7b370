package io.arco.server;

import io.arco.server.config.ArcoConfig;
import io.arco.server.config.JournalLocation;
import io.arco.server.journal.JournalException;
import io.arco.server.journal.Journals;
import io.arco.server.journal.ObjectJournals;
import io.arco.server.postgres.Password;
import io.arco.server.postgres.PostgresJournals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Opens the journals that the configuration names. */
final class JournalOpener {
  private JournalOpener() {}

  /** Fails with {@link JournalException}. */
  static Future<Journals> open(Vertx vertx, ArcoConfig config) {
    if (JournalLocation.parse(config.journal()) instanceof JournalLocation.Postgresql location) {
      String password;
      try {
        password = Password.of(config.postgresql());
      } catch (JournalException e) {
        return Future.failedFuture(e);
      }
      return PostgresJournals.open(vertx, location, password, config.postgresql().poolSize())
          .map(opened -> opened);
    }
    return Future.succeededFuture(new ObjectJournals());
  }
}
