package io.arco.server.dispatch;

import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.Ledger;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.vertx.core.Future;
import java.util.List;

/**
 * What dispatch asks of the ledger, on its own behalf or on that of a caller. Futures complete on
 * the ledger's scheduler.
 *
 * @param ledger the workspace's
 * @param timeoutMillis until it is answered
 */
record Commands(Ledger ledger, long timeoutMillis) {
  /** On whose behalf timers act. */
  static final Caller DISPATCH = new Caller("arco", "dispatch");

  Future<Receipt> submit(Command command) {
    return submit(command, DISPATCH);
  }

  Future<Receipt> submit(Command command, Caller caller) {
    return ledger.submit(new Submission(List.of(command), caller, null, timeoutMillis));
  }

  /** A state that knows all commits that were there when it was asked for. */
  Future<WorkspaceState> look() {
    return ledger.read(ReadOptions.linearizable(timeoutMillis));
  }

  /** A state that knows all commits that were there so long ago. */
  Future<WorkspaceState> look(long maxStaleMillis) {
    return ledger.read(new ReadOptions(0, maxStaleMillis, timeoutMillis));
  }
}
