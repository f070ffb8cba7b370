package io.arco.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.server.cli.shell.Question;
import io.arco.server.cli.shell.SqlSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Queries that a server answers. */
final class ServerSession implements SqlSession {
  private final ArcoClient client;
  private final Object lock = new Object();
  private Thread askingOrNull; // guarded by lock

  ServerSession(ArcoClient client) {
    this.client = client;
  }

  @Override
  public Rows ask(Question question) {
    synchronized (lock) {
      askingOrNull = Thread.currentThread();
    }
    try {
      return Rows.ofAnswer(client.post(path(question), body(question)).orFail());
    } finally {
      synchronized (lock) {
        askingOrNull = null;
        // What came too late for the query is not meant for what follows.
        Thread.interrupted();
      }
    }
  }

  private static String path(Question question) {
    String path = question.tables() == Question.Tables.ALL ? "/api/v1/query-data" : "/api/v1/query";
    return question.asOfOrNull() == null
        ? path
        : path + "?asOf=" + URLEncoder.encode(question.asOfOrNull(), StandardCharsets.UTF_8);
  }

  private static ObjectNode body(Question question) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("sql", question.sql());
    question.maxRows().ifPresent(rows -> body.put("maxRows", rows));
    if (question.tables() == Question.Tables.SYSTEM && question.asOfOrNull() == null) {
      body.put("freshness", question.freshness().name().toLowerCase(Locale.ROOT));
    }
    return body;
  }

  @Override
  public void cancel() {
    synchronized (lock) {
      if (askingOrNull != null) {
        askingOrNull.interrupt();
      }
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
