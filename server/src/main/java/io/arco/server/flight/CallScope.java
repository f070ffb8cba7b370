package io.arco.server.flight;

import io.arco.ledger.AsOf;
import io.arco.ledger.Caller;
import io.arco.ledger.ReadOptions;
import io.arco.server.api.QuerySources;
import io.arco.server.auth.Call;
import io.arco.store.Workspace;
import java.util.Optional;
import org.apache.arrow.flight.FlightProducer.CallContext;
import org.apache.arrow.flight.FlightServerMiddleware;

/**
 * Whom a call is for and how fresh it reads; found once for each call, before anything else.
 *
 * @param workspace whose tables are meant
 * @param caller who calls
 * @param minSequence the least sequence that the answer must know
 * @param isLatest whether system tables must know every write answered before the call
 * @param asOf the moment whose names and system tables are meant, or empty for now
 * @param call as the guard has judged it
 */
public record CallScope(
    Workspace workspace,
    Caller caller,
    long minSequence,
    boolean isLatest,
    Optional<AsOf> asOf,
    Call call) {
  /** Where the scope of a call is kept. */
  static final FlightServerMiddleware.Key<ScopeMiddleware> KEY =
      FlightServerMiddleware.Key.of("arco-scope");

  /** The scope of a call. */
  static CallScope of(CallContext call) {
    return call.getMiddleware(KEY).scope();
  }

  /** Whose tables the call's queries mean, and how fresh. */
  QuerySources.Scope query(long timeoutMillis) {
    return new QuerySources.Scope(
        workspace, new ReadOptions(minSequence, 0, timeoutMillis), isLatest, asOf);
  }
}
