package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.Dropped;
import io.arco.catalog.DroppedKey;
import io.arco.catalog.EntityKind;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What was deleted and can be put back: its list, putting back, taking away for good. */
final class DroppedOperations {
  private final ApiServices services;
  private final StateReads reads;
  private final Submissions submissions;

  DroppedOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
    this.submissions = new Submissions(services);
  }

  /** One deletion, as it is answered. */
  @JsonPropertyOrder({"id", "kind", "names", "entities", "droppedAt", "sequence", "keptUntil"})
  private record View(
      UUID id,
      EntityKind kind,
      List<String> names,
      int entities,
      Instant droppedAt,
      long sequence,
      Instant keptUntil) {
    static View of(Dropped it) {
      return new View(
          it.id(),
          it.kind(),
          it.names(),
          it.count(),
          it.droppedAt(),
          it.sequence(),
          it.keptUntil());
    }
  }

  /** Answers a page of what could be put back at the time of the state that is asked for. */
  Future<Reply> list(Exchange exchange) {
    List<String> parents = parents(exchange);
    List<String> identity = new ArrayList<>(parents);
    identity.add(0, "dropped");
    exchange.accepted(List.of(Reply.JSON));
    PageRequest page = PageRequest.of(exchange, identity);
    DroppedKey after = page.after() == null ? null : key(page.after());
    String asOf = page.asOf(exchange);
    return reads
        .bound(exchange, page)
        .map(
            state -> {
              List<Dropped> found =
                  state
                      .of(services.catalog())
                      .dropped()
                      .page(parents, after, state.committedAt(), page.limit());
              if (page.isFirst() && found.size() > page.size()) {
                reads.keep(exchange, state);
              }
              return Pages.reply(
                  page,
                  found,
                  last ->
                      PageToken.bound(
                          identity, text(last), state, asOf, services.clock().wallMillis()),
                  View::of,
                  state);
            });
  }

  /** Whose parts a list is to be of: none, a catalog, or a schema. */
  static List<String> parents(Exchange exchange) {
    String catalog = exchange.query("catalog").orElse(null);
    String schema = exchange.query("schema").orElse(null);
    if (catalog == null) {
      if (schema != null) {
        throw RequestProblems.parameter("schema", schema, "a catalog beside it");
      }
      return List.of();
    }
    return schema == null ? List.of(catalog) : List.of(catalog, schema);
  }

  /** Where a page ends: no name has a slash. */
  private static String text(Dropped it) {
    return it.sequence()
        + "/"
        + it.id()
        + "/"
        + it.kind().name()
        + "/"
        + String.join("/", it.names());
  }

  private static DroppedKey key(String text) {
    String[] parts = text.split("/", -1);
    long sequence = parts.length < 4 ? -1 : Numbers.parse(parts[0], 0, Long.MAX_VALUE);
    UUID id = sequence < 0 ? null : TaskIds.id(parts[1]);
    if (id == null) {
      throw RequestProblems.pageToken();
    }
    try {
      List<String> names = List.of(parts).subList(3, parts.length);
      return new DroppedKey(names, EntityKind.valueOf(parts[2]), sequence, id);
    } catch (IllegalArgumentException e) {
      throw RequestProblems.pageToken();
    }
  }

  /** Puts back what one deletion took. */
  Future<Reply> undrop(Exchange exchange) {
    UndropEntity command = CatalogCommands.undrop(id(exchange), exchange::body);
    return submissions
        .submit(Pending.of(exchange), command)
        .map(receipt -> CatalogWrites.tagged(200, receipt));
  }

  /** Takes away for good what one deletion took. */
  Future<Reply> purge(Exchange exchange) {
    PurgeDropped command = new PurgeDropped(id(exchange));
    return submissions
        .submit(Pending.of(exchange), command)
        .map(receipt -> Submissions.reply(200, receipt));
  }

  private static UUID id(Exchange exchange) {
    return id(exchange.pathName("dropped"));
  }

  /**
   * The id of something dropped.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME
   */
  static UUID id(String text) {
    UUID id = TaskIds.id(text);
    if (id == null) {
      throw RequestProblems.name("dropped", text, "the id of something that was deleted");
    }
    return id;
  }
}
