package io.arco.server.queries;

import io.arco.server.sql.StatementText;
import io.arco.store.Workspace;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each slow query, and for each that someone ended. No literal of a statement is in
 * it: literals may be anyone's data. Thread-safe.
 *
 * @param slowMillis queries that took so long are slow; 0: none is
 */
public record QueryLog(long slowMillis) {
  private static final Logger LOG = LoggerFactory.getLogger("io.arco.query");

  /** Tells of a query that has ended, if it was slow; whether it was. */
  boolean ended(TrackedQuery query) {
    if (slowMillis == 0 || query.elapsedNanos() < TimeUnit.MILLISECONDS.toNanos(slowMillis)) {
      return false;
    }
    StatementText statement = StatementText.of(query.origin().statement());
    LoggingEventBuilder line =
        line(query)
            .addKeyValue("state", query.state().text())
            .addKeyValue("millis", query.elapsedMillis())
            .addKeyValue("rows", query.progress().rows())
            .addKeyValue("bytes", query.progress().bytes())
            .addKeyValue("fingerprint", statement.fingerprint())
            .addKeyValue("statement", statement.withoutLiterals());
    if (query.failure().isPresent()) {
      line = line.addKeyValue("code", query.failure().get());
    }
    line.log("slow query");
    return true;
  }

  /** Tells that someone has had a query ended. */
  public void cancelled(TrackedQuery query, String by) {
    line(query).addKeyValue("by", by).log("query cancelled");
  }

  private static LoggingEventBuilder line(TrackedQuery query) {
    Workspace workspace = query.origin().workspace();
    return LOG.atInfo()
        .addKeyValue("query", query.id())
        .addKeyValue("kind", query.origin().kind().text())
        .addKeyValue("tenant", workspace.tenant().name())
        .addKeyValue("workspace", workspace.name())
        .addKeyValue("principal", query.origin().caller().principal())
        .addKeyValue("requestId", query.origin().caller().requestId());
  }
}
