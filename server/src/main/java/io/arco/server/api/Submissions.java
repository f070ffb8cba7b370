package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.Command;
import io.arco.ledger.IdempotencyKey;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;

/** Sends commands to the owner of a workspace, and makes answers of receipts. */
final class Submissions {
  private final ApiServices services;

  Submissions(ApiServices services) {
    this.services = services;
  }

  /**
   * What of a request goes along with its command; read while the request is at hand.
   *
   * @param expected the tag of If-Match, or null
   */
  record Pending(Workspace workspace, Caller caller, IdempotencyKey key, EntityTag expected) {
    /** Call it after the body was decoded. */
    static Pending of(Exchange exchange) {
      return of(exchange, null);
    }

    /** Of a request about an entity that is there, which may say by If-Match which one it is. */
    static Pending atTag(Exchange exchange) {
      return of(exchange, exchange.expectedTag());
    }

    private static Pending of(Exchange exchange, EntityTag expected) {
      exchange.accepted(List.of(Reply.JSON));
      return new Pending(
          exchange.workspace(), exchange.caller(), exchange.idempotencyKey(), expected);
    }
  }

  /** Has one command done. */
  Future<Receipt> submit(Pending pending, Command command) {
    return submit(pending, List.of(command));
  }

  /** Has commands done, all or none. */
  Future<Receipt> submit(Pending pending, List<Command> commands) {
    Submission submission =
        new Submission(
            commands, pending.caller(), pending.key(), services.limits().timeoutMillis());
    return sameLife(pending)
        .compose(ignored -> services.owner().submit(pending.workspace(), submission));
  }

  /**
   * Id and version are compared where it is decided; that the tag is of this incarnation, here: it
   * does not change while a server runs.
   */
  private Future<Void> sameLife(Pending pending) {
    EntityTag expected = pending.expected();
    if (expected == null) {
      return Future.succeededFuture();
    }
    return services
        .workspaces()
        .open(pending.workspace())
        .map(
            ledger -> {
              if (!ledger.state().incarnation().tag().equals(expected.life())) {
                throw expected.mismatch();
              }
              return null;
            });
  }

  /** The answer of one command. */
  static Reply reply(int status, Receipt receipt) {
    Reply reply = Reply.json(status, Json.bytes(receipt.answers().get(0)), receipt.sequence());
    return marked(reply, receipt);
  }

  /** The answer, marked if it is that to an earlier request. */
  static Reply marked(Reply reply, Receipt receipt) {
    return receipt.replayed() ? reply.with(ArcoHeaders.REPLAYED.toString(), "true") : reply;
  }
}
