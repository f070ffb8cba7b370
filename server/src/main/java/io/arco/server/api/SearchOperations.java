package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.ReadOptions;
import io.arco.server.search.SearchHit;
import io.arco.server.search.SearchRequest;
import io.arco.server.search.SearchResult;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.List;

/** Search over the things of a workspace. */
final class SearchOperations {
  private static final String NAME = "search";

  private final ApiServices services;
  private final StateReads reads;

  SearchOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  /** A page of hits as it is answered. */
  @JsonPropertyOrder({"items", "total", "sequence", "nextPageToken"})
  record Page(List<SearchHit> items, int total, long sequence, String nextPageToken) {}

  Future<Reply> search(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String q = exchange.query("q").orElse(null);
    String kind = exchange.query("kind").orElse(null);
    String tag = exchange.query("tag").orElse(null);
    String owner = exchange.query("owner").orElse(null);
    List<String> identity =
        List.of(NAME, Hash.of(Json.bytes(new String[] {q, kind, tag, owner})).hex());
    PageRequest page = PageRequest.of(exchange, identity);
    SearchRequest request = SearchRequest.of(q, kind, tag, owner, place(page.after()), page.size());
    ReadOptions freshness = StateReads.freshness(exchange, services.limits());
    return reads
        .read(exchange, page)
        .compose(
            state ->
                services
                    .search()
                    .search(
                        exchange.workspace(),
                        state,
                        freshness.minSequence(),
                        request,
                        services.limits().timeoutMillis()))
        .map(result -> reply(identity, page, result));
  }

  private static Reply reply(List<String> identity, PageRequest page, SearchResult result) {
    page.check(result.state().incarnation());
    long sequence = result.state().sequence();
    String next =
        result.last() == null
            ? null
            : PageToken.of(identity, text(result.last()), result.state().incarnation());
    return Reply.json(
        200, Json.bytes(new Page(result.hits(), result.total(), sequence, next)), sequence);
  }

  private static String text(SearchRequest.Place place) {
    return place.score() + ":" + Base64.getEncoder().encodeToString(place.key());
  }

  /** The place that a page token names, or null for none. */
  private static SearchRequest.Place place(String after) {
    if (after == null) {
      return null;
    }
    int colon = after.indexOf(':');
    long score = colon < 0 ? -1 : Numbers.parse(after.substring(0, colon), 0, Integer.MAX_VALUE);
    if (score < 0) {
      throw RequestProblems.pageToken();
    }
    try {
      byte[] key = Base64.getDecoder().decode(after.substring(colon + 1).getBytes(UTF_8));
      return new SearchRequest.Place((int) score, key);
    } catch (IllegalArgumentException e) {
      throw RequestProblems.pageToken();
    }
  }
}
