package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.Create;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.EntityKind;
import io.arco.ledger.Receipt;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.util.List;

/** The operations that change the catalog: by a message to the workspace's owner. */
final class CatalogWrites {
  private final CatalogCommands commands;
  private final Submissions submissions;

  CatalogWrites(ApiServices services) {
    this.commands = new CatalogCommands(services.locations());
    this.submissions = new Submissions(services);
  }

  /** Creates an entity of a kind. */
  Future<Reply> create(Exchange exchange, EntityKind kind) {
    List<String> parents = kind.parent() == null ? List.of() : exchange.pathNames(kind.parent());
    Future<Create> command = commands.create(kind, parents, exchange::body);
    Pending pending = Pending.of(exchange);
    String folder = exchange.path() + "/";
    return command.compose(
        create ->
            submissions
                .submit(pending, create)
                .map(
                    receipt ->
                        tagged(201, receipt)
                            .with("Location", folder + PercentCode.encode(create.name()))));
  }

  /** Makes a table so, there or not. */
  Future<Reply> putTable(Exchange exchange) {
    List<String> names = exchange.pathNames(EntityKind.TABLE);
    Future<PutTable> command =
        commands.put(names, exchange::body, exchange.mustBeNew(), exchange.expectedTag());
    Pending pending = Pending.atTag(exchange);
    return command.compose(put -> submissions.submit(pending, put)).map(CatalogWrites::put);
  }

  private static Reply put(Receipt receipt) {
    JsonNode answer = receipt.answers().get(0);
    int status = answer.path("created").asBoolean() ? 201 : 200;
    JsonNode table = answer.path("table");
    Receipt ofTable =
        new Receipt(receipt.sequence(), List.of(table), receipt.incarnation(), receipt.replayed());
    return tagged(status, ofTable);
  }

  /** Alters an entity of a kind. */
  Future<Reply> alter(Exchange exchange, EntityKind kind) {
    Future<AlterEntity> command =
        commands.alter(
            kind,
            exchange.pathNames(kind),
            exchange::body,
            exchange.queryFlag("force"),
            exchange.expectedTag());
    Pending pending = Pending.atTag(exchange);
    return command
        .compose(alter -> submissions.submit(pending, alter))
        .map(receipt -> tagged(200, receipt));
  }

  /** Deletes an entity of a kind; what holds something only by force, which some kinds know. */
  Future<Reply> delete(Exchange exchange, EntityKind kind) {
    Pending pending = Pending.atTag(exchange);
    return submissions
        .submit(
            pending,
            CatalogCommands.delete(
                kind,
                exchange.pathNames(kind),
                exchange.queryFlag("force"),
                exchange.queryFlag("purge"),
                pending.expected()))
        .map(receipt -> Submissions.reply(200, receipt));
  }

  /** The entity after it was written, with its tag. */
  static Reply tagged(int status, Receipt receipt) {
    EntityTag tag = EntityTag.of(receipt.answers().get(0), receipt.incarnation());
    return Submissions.reply(status, receipt).with("ETag", tag.text());
  }
}
