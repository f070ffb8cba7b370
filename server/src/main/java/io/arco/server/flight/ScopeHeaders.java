package io.arco.server.flight;

import io.arco.ledger.AsOf;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.api.AsOfText;
import io.arco.store.Workspace;
import java.util.Optional;
import org.apache.arrow.flight.CallHeaders;

/**
 * What the headers of a call say: tenant and workspace as in the HTTP API, else of {@code database}
 * ({@code WORKSPACE} or {@code TENANT/WORKSPACE}), and how fresh it reads, or as of when.
 */
final class ScopeHeaders {
  static final String TENANT = "x-arco-tenant";
  static final String WORKSPACE = "x-arco-workspace";
  static final String MIN_SEQUENCE = "x-arco-min-sequence";
  static final String FRESHNESS = "x-arco-freshness";
  static final String AS_OF = "x-arco-as-of";
  static final String DATABASE = "database";

  private ScopeHeaders() {}

  /**
   * The workspace that is named, with these names where none is.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if nothing can have such a name
   */
  static Workspace workspace(CallHeaders headers, String homeTenant, String homeWorkspace) {
    String database = headers.get(DATABASE);
    int slash = database == null ? -1 : database.indexOf('/');
    String tenant = slash < 0 ? homeTenant : database.substring(0, slash);
    String workspace = database == null ? homeWorkspace : database.substring(slash + 1);
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

  /**
   * The least sequence the caller must see, 0 where he says none.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is no sequence
   */
  static long minSequence(CallHeaders headers) {
    String text = headers.get(MIN_SEQUENCE);
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

  /**
   * Whether system tables must know every write answered before.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it says something else
   */
  static boolean isLatest(CallHeaders headers) {
    String text = headers.get(FRESHNESS);
    if (text == null || text.equals("published")) {
      return false;
    }
    if (text.equals("latest")) {
      return true;
    }
    throw bad(FRESHNESS, text, "published or latest");
  }

  /**
   * The moment whose names and system tables are meant; empty for now.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is neither a sequence nor a
   *     time, or contradicts the freshness
   */
  static Optional<AsOf> asOf(CallHeaders headers) {
    String text = headers.get(AS_OF);
    if (text == null) {
      return Optional.empty();
    }
    if (isLatest(headers)) {
      throw bad(AS_OF, text, "none beside " + FRESHNESS + "=latest");
    }
    return Optional.of(
        AsOfText.read(text).orElseThrow(() -> bad(AS_OF, text, "a sequence, or an RFC 3339 time")));
  }

  private static RuntimeException bad(String header, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A header is out of bounds.")
        .with("header", header)
        .with("value", value)
        .with("expected", expected)
        .asException();
  }
}
