package io.arco.server.queries;

import io.arco.ledger.Caller;
import io.arco.store.Workspace;

/**
 * Where a query came from.
 *
 * @param kind the way it came
 * @param workspace whose tables it means
 * @param caller who asks, and the id of the request
 * @param statement the text as it came, before anyone judged it
 */
public record QueryOrigin(QueryKind kind, Workspace workspace, Caller caller, String statement) {}
