package io.arco.server.api;

import io.arco.catalog.CatalogComparison;
import io.arco.catalog.EntityChange;
import io.arco.json.Json;
import io.arco.ledger.AsOf;
import io.arco.ledger.Ledger;
import io.arco.ledger.WorkspaceState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What differs between two states of the catalog: the net effect, not the events. */
final class DiffOperation {
  private final ApiServices services;
  private final StateReads reads;

  DiffOperation(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  /**
   * Of what is asked.
   *
   * @param parents only what stands or stood below these names
   * @param id only this entity; null: all
   */
  private record Filter(List<String> parents, UUID id) {
    boolean takes(EntityChange change) {
      return (id == null || id.equals(change.id())) && change.isBelow(parents);
    }
  }

  /** Both ends. */
  private record Ends(WorkspaceState from, WorkspaceState to) {}

  /**
   * Where a page begins.
   *
   * @param from the sequence of the state that is compared with
   * @param offset how many changes were shown already
   */
  private record Place(long from, int offset) {
    static Place of(String text) {
      String[] parts = text.split(" ", -1);
      long from = parts.length == 2 ? Numbers.parse(parts[0], 0, Long.MAX_VALUE) : -1;
      long offset = from < 0 ? -1 : Numbers.parse(parts[1], 1, Integer.MAX_VALUE);
      if (offset < 0) {
        throw RequestProblems.pageToken();
      }
      return new Place(from, (int) offset);
    }
  }

  /** One page, as it is answered. */
  private record Page(long from, long to, List<DiffView> items, String nextPageToken) {}

  Future<Reply> diff(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String fromText = exchange.query("from").orElse(null);
    if (fromText == null) {
      throw RequestProblems.parameter("from", "", "a sequence, or an RFC 3339 time");
    }
    AsOf from = AsOfText.parse("from", fromText);
    String toText = exchange.query("to").orElse(null);
    Optional<AsOf> to = Optional.ofNullable(toText).map(text -> AsOfText.parse("to", text));
    Filter filter = new Filter(DroppedOperations.parents(exchange), entity(exchange));
    List<String> identity =
        List.of(
            "diff",
            fromText,
            String.valueOf(toText),
            filter.parents().toString(),
            "" + filter.id());
    PageRequest page = PageRequest.of(exchange, identity);
    Place place = page.isFirst() ? null : Place.of(page.after());
    Future<Ends> ends =
        place == null ? ends(exchange, from, to) : ends(exchange, page, place.from());
    return ends.compose(
        both -> {
          if (both.from().sequence() > both.to().sequence()) {
            throw RequestProblems.parameter("from", fromText, "nothing after to");
          }
          return reads.onWorker(() -> reply(identity, page, place, both, filter));
        });
  }

  private static UUID entity(Exchange exchange) {
    String text = exchange.query("entity").orElse(null);
    UUID id = text == null ? null : TaskIds.id(text);
    if (text != null && id == null) {
      throw RequestProblems.parameter("entity", text, "the id of an entity");
    }
    return id;
  }

  /** Of the first page: as it says. */
  private Future<Ends> ends(Exchange exchange, AsOf from, Optional<AsOf> to) {
    var options = StateReads.freshness(exchange, services.limits());
    return ledger(exchange)
        .compose(
            ledger ->
                StateReads.read(ledger, to, options)
                    .compose(
                        last ->
                            ledger
                                .asOf(from, options)
                                .map(
                                    first -> {
                                      ledger.keep(first);
                                      ledger.keep(last);
                                      return new Ends(first, last);
                                    })));
  }

  /** Of a later page: those of the first. */
  private Future<Ends> ends(Exchange exchange, PageRequest page, long from) {
    var options = StateReads.freshness(exchange, services.limits());
    return reads
        .bound(exchange, page)
        .compose(
            to ->
                ledger(exchange)
                    .compose(ledger -> ledger.asOf(new AsOf.AtSequence(from), options))
                    .map(first -> new Ends(first, to)));
  }

  private Future<Ledger> ledger(Exchange exchange) {
    return services.workspaces().open(exchange.workspace());
  }

  private Reply reply(
      List<String> identity, PageRequest page, Place place, Ends ends, Filter filter) {
    List<EntityChange> changes = new ArrayList<>();
    for (EntityChange change :
        CatalogComparison.between(
            ends.from().of(services.catalog()), ends.to().of(services.catalog()))) {
      if (filter.takes(change)) {
        changes.add(change);
      }
    }
    int next = place == null ? 0 : place.offset();
    List<DiffView> items = new ArrayList<>();
    long bytes = 0;
    while (next < changes.size()
        && items.size() < page.size()
        && bytes < ApiLimits.MAX_DIFF_PAGE_BYTES) {
      DiffView view = DiffView.of(changes.get(next++));
      bytes += Json.bytes(view).length;
      items.add(view);
    }
    long from = ends.from().sequence();
    String token =
        next < changes.size()
            ? PageToken.bound(
                identity, from + " " + next, ends.to(), null, services.clock().wallMillis())
            : null;
    long to = ends.to().sequence();
    return Reply.json(200, Json.bytes(new Page(from, to, items, token)), to);
  }
}
