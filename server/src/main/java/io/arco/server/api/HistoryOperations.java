package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.catalog.CatalogLookup;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.ledger.WorkspaceState;
import io.arco.server.query.EntityHistory.Place;
import io.arco.table.Row;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What happened to entities of the catalog. */
final class HistoryOperations {
  private final ApiServices services;
  private final StateReads reads;

  HistoryOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  /** One event of an entity, as it is answered. */
  @JsonPropertyOrder({
    "sequence",
    "position",
    "committedAt",
    "principal",
    "requestId",
    "event",
    "name",
    "fields"
  })
  private record Entry(
      long sequence,
      int position,
      Instant committedAt,
      String principal,
      String requestId,
      String event,
      String name,
      List<String> fields) {
    static Entry of(Row row) {
      return new Entry(
          (Long) row.get(1),
          (Integer) row.get(2),
          (Instant) row.get(9),
          row.text(7),
          row.text(8),
          row.text(5),
          row.text(4),
          row.text(6).isEmpty() ? List.of() : List.of(row.text(6).split(",")));
    }
  }

  /** Answers a page of what happened to an entity that is there, the newest first. */
  Future<Reply> list(Exchange exchange, EntityKind kind) {
    List<String> names = exchange.pathNames(kind);
    List<String> identity = new ArrayList<>(names);
    identity.add(0, "history " + kind.text());
    exchange.accepted(List.of(Reply.JSON));
    PageRequest page = PageRequest.of(exchange, identity);
    return reads
        .read(exchange, page)
        .compose(
            state -> {
              CatalogLookup lookup = new CatalogLookup(state.of(services.catalog()));
              UUID id = lookup.at(EntityPath.of(kind, names)).id();
              Place before = place(id, page.after());
              return services
                  .workspaces()
                  .open(exchange.workspace())
                  .compose(
                      ledger ->
                          services
                              .history()
                              .rows(exchange.workspace(), ledger, id, before, page.limit()))
                  .map(rows -> reply(identity, page, id, rows, state));
            });
  }

  private static Reply reply(
      List<String> identity, PageRequest page, UUID id, List<Row> rows, WorkspaceState state) {
    return Pages.reply(
        identity, page, rows, row -> id + " " + row.get(1) + " " + row.get(2), Entry::of, state);
  }

  /** Where the page before ended; refuses that of another entity that had the name. */
  private static Place place(UUID id, String after) {
    if (after == null) {
      return Place.NEWEST;
    }
    String[] parts = after.split(" ", -1);
    if (parts.length != 3 || !parts[0].equals(id.toString())) {
      throw RequestProblems.pageToken();
    }
    long sequence = Numbers.parse(parts[1], 0, Long.MAX_VALUE);
    long position = Numbers.parse(parts[2], 0, Integer.MAX_VALUE);
    if (sequence < 0 || position < 0) {
      throw RequestProblems.pageToken();
    }
    return new Place(sequence, (int) position);
  }
}
