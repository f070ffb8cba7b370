package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.server.bus.SubmissionMessage;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;

/** Sends commands to the owner of a workspace, and makes answers of receipts. */
final class Submissions {
  private final ApiServices services;

  Submissions(ApiServices services) {
    this.services = services;
  }

  /** What of a request goes along with its command; read while the request is at hand. */
  record Pending(Workspace workspace, Caller caller, IdempotencyKey key) {
    /** Call it after the body was decoded. */
    static Pending of(Exchange exchange) {
      exchange.accepted(List.of(Reply.JSON));
      return new Pending(exchange.workspace(), exchange.caller(), exchange.idempotencyKey());
    }
  }

  /** Has one command done. */
  Future<Receipt> submit(Pending pending, Command command) {
    Submission submission =
        new Submission(
            List.of(command), pending.caller(), pending.key(), services.limits().timeoutMillis());
    return services.owner().submit(new SubmissionMessage(pending.workspace(), submission));
  }

  /** The answer of one command. */
  static Reply reply(int status, Receipt receipt) {
    Reply reply = Reply.json(status, Json.bytes(receipt.answers().get(0)), receipt.sequence());
    return receipt.replayed() ? reply.with(ArcoHeaders.REPLAYED.toString(), "true") : reply;
  }
}
