package io.arco.server.flight;

import io.arco.ledger.Caller;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import org.apache.arrow.flight.CallHeaders;

/**
 * Takes everyone at his word: tenant and workspace are those of the headers that the HTTP API has,
 * else of {@code database} ({@code WORKSPACE} or {@code TENANT/WORKSPACE}), else {@code default}.
 * For servers without auth.
 */
public final class HeaderScopes implements CallScopes {
  static final String TENANT = "x-arco-tenant";
  static final String WORKSPACE = "x-arco-workspace";
  static final String MIN_SEQUENCE = "x-arco-min-sequence";
  static final String FRESHNESS = "x-arco-freshness";
  static final String DATABASE = "database";
  private static final String DEFAULT_NAME = "default";

  @Override
  public CallScope of(CallHeaders headers, String requestId) {
    return new CallScope(
        workspace(headers),
        new Caller(Caller.ANONYMOUS, requestId),
        minSequence(headers.get(MIN_SEQUENCE)),
        isLatest(headers.get(FRESHNESS)));
  }

  private static Workspace workspace(CallHeaders headers) {
    String database = headers.get(DATABASE);
    int slash = database == null ? -1 : database.indexOf('/');
    String tenant = slash < 0 ? DEFAULT_NAME : database.substring(0, slash);
    String workspace = database == null ? DEFAULT_NAME : database.substring(slash + 1);
    tenant = said(headers, TENANT, tenant);
    workspace = said(headers, WORKSPACE, workspace);
    try {
      return Workspace.of(tenant, workspace);
    } catch (IllegalArgumentException e) {
      boolean tenantIsBad = e.getMessage().startsWith("tenant");
      throw bad(
          tenantIsBad ? TENANT : WORKSPACE,
          tenantIsBad ? tenant : workspace,
          "1 to 63 characters of a-z 0-9 - _ beginning with a letter or digit");
    }
  }

  private static String said(CallHeaders headers, String name, String fallback) {
    String value = headers.get(name);
    return value == null ? fallback : value;
  }

  private static long minSequence(String text) {
    if (text == null) {
      return 0;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw bad(MIN_SEQUENCE, text, "a whole number from 0");
  }

  private static boolean isLatest(String text) {
    if (text == null || text.equals("published")) {
      return false;
    }
    if (text.equals("latest")) {
      return true;
    }
    throw bad(FRESHNESS, text, "published or latest");
  }

  private static RuntimeException bad(String header, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A header is out of bounds.")
        .with("header", header)
        .with("value", value)
        .with("expected", expected)
        .asException();
  }
}
