package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.CommitPage;
import io.arco.ledger.ReadOptions;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What was committed, for those who follow it: pages, and streams of server-sent events. One for
 * each event loop, and used there.
 */
final class ChangeOperations {
  private final ApiServices services;
  private final StateReads reads;
  private int streams;

  ChangeOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  /** Commits behind the one that was asked for. */
  private record Page(List<ChangeView> items, long next, boolean more) {}

  Future<Reply> listChanges(Exchange exchange) {
    String type = exchange.accepted(List.of(Reply.JSON, Reply.EVENT_STREAM));
    long after = after(exchange);
    int size =
        (int)
            exchange.queryNumber(
                "pageSize", 1, ApiLimits.MAX_PAGE_SIZE, ApiLimits.DEFAULT_PAGE_SIZE);
    ReadOptions options = new ReadOptions(after, 0, services.limits().timeoutMillis());
    return type.equals(Reply.EVENT_STREAM)
        ? stream(exchange, after, options)
        : commits(exchange.workspace(), after, size, options).compose(this::page);
  }

  private static long after(Exchange exchange) {
    long after = exchange.queryNumber("after", 0, Long.MAX_VALUE - 1, 0);
    String last = exchange.header(ArcoHeaders.LAST_EVENT_ID).orElse(null);
    if (last == null) {
      return after;
    }
    long seen = Numbers.parse(last, 0, Long.MAX_VALUE - 1);
    if (seen < 0) {
      throw RequestProblems.header(ArcoHeaders.LAST_EVENT_ID, last, "the id of an event");
    }
    return seen;
  }

  /** Commits and where they end. */
  private record Read(long after, CommitPage page) {
    long next() {
      return page.commits().isEmpty()
          ? after
          : page.commits().get(page.commits().size() - 1).header().sequence();
    }
  }

  private Future<Read> commits(Workspace workspace, long after, int limit, ReadOptions options) {
    return services
        .workspaces()
        .open(workspace)
        .compose(
            ledger ->
                ledger
                    .read(options)
                    .compose(state -> ledger.commits(after, limit))
                    .map(page -> new Read(after, page)));
  }

  private Future<Reply> page(Read read) {
    return reads.onWorker(
        () -> {
          List<ChangeView> items =
              read.page().commits().stream()
                  .map(commit -> ChangeView.of(commit, services.domains()))
                  .toList();
          long next = read.next();
          Page page = new Page(items, next, next < read.page().head());
          return Reply.json(200, Json.bytes(page), read.page().head());
        });
  }

  private Future<Reply> stream(Exchange exchange, long after, ReadOptions options) {
    if (streams >= ApiLimits.MAX_CHANGE_STREAMS) {
      throw Problem.of(ErrorCode.OVERLOADED, "Too many streams of changes are open already.")
          .with("limit", ApiLimits.MAX_CHANGE_STREAMS)
          .asException();
    }
    Context loop = Vertx.currentContext();
    Workspace workspace = exchange.workspace();
    ReadOptions following =
        new ReadOptions(0, ApiLimits.CHANGE_POLL_MILLIS, services.limits().timeoutMillis());
    ChangeStream stream =
        new ChangeStream(
            loop,
            services.domains(),
            from ->
                commits(workspace, from, ApiLimits.CHANGE_STREAM_PAGE, following).map(Read::page),
            after,
            ChangeStream.Pace.DEFAULT,
            change -> streams += change);
    // So that a server that goes down does not wait for those who follow it.
    exchange.onShutdown(stream::end);
    exchange.onEnd(stream::abandon);
    exchange.whenRefused(refused -> stream.end());
    // What can be refused is refused before the stream begins.
    return commits(workspace, after, 1, options)
        .map(read -> Reply.stream(Reply.EVENT_STREAM, stream, read.page().head()));
  }
}
