package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.Ledger;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskRef;
import io.arco.server.tasklog.LogLimits;
import io.arco.server.tasklog.LogTail;
import io.arco.server.tasklog.TaskLogs;
import io.arco.server.token.TaskToken;
import io.arco.store.Workspace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The operations on logs of attempts. */
final class LogOperations {
  private static final CharSequence LAST_EVENT_ID = "Last-Event-ID";

  private final ApiServices services;
  private final RunServices runs;
  private final StateReads reads;

  LogOperations(ApiServices services) {
    this.services = services;
    this.runs = services.runs();
    this.reads = new StateReads(services);
  }

  @JsonPropertyOrder({"items", "attempt", "next", "ended"})
  private record LogPage(List<TaskLogs.Chunk> items, int attempt, long next, boolean ended) {}

  Future<Reply> appendTaskLog(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskToken token = BearerTokens.of(exchange, runs.tokens());
    long n = chunkNumber(exchange);
    AttemptRef attempt = new AttemptRef(token.run(), token.task(), token.attempt());
    return runs.logs()
        .append(BearerTokens.workspace(token), attempt, n, exchange.bytes())
        .map(stored -> Reply.json(200, Json.bytes(stored), 0));
  }

  private static long chunkNumber(Exchange exchange) {
    String text = exchange.pathName("n");
    long n = Numbers.parse(text, 1, Long.MAX_VALUE);
    if (n < 1) {
      throw RequestProblems.name("n", text, "a whole number from 1");
    }
    return n;
  }

  Future<Reply> readTaskLog(Exchange exchange) {
    String type = exchange.accepted(List.of(Reply.JSON, LogTail.EVENT_STREAM));
    TaskRef task = TaskIds.task(exchange);
    int asked = (int) exchange.queryNumber("attempt", 1, Integer.MAX_VALUE, 0);
    int most =
        (int)
            exchange.queryNumber(
                "pageSize", 1, ApiLimits.MAX_PAGE_SIZE, ApiLimits.DEFAULT_PAGE_SIZE);
    long from = exchange.queryNumber("from", 1, LogLimits.MAX_CHUNKS + 1, 1);
    long first = type.equals(Reply.JSON) ? from : resumed(exchange, from);
    Context loop = Vertx.currentContext();
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .compose(
            state ->
                attempts(workspace, state, task)
                    .map(attempts -> attempt(task, attempts, asked))
                    .compose(
                        attempt ->
                            type.equals(Reply.JSON)
                                ? page(workspace, state, attempt, first, most)
                                : services
                                    .workspaces()
                                    .open(workspace)
                                    .map(
                                        ledger ->
                                            tail(exchange, loop, ledger, attempt, first, state))));
  }

  /** How many attempts at a task there were; TASK_NOT_FOUND if there is no such task. */
  private Future<Integer> attempts(Workspace workspace, WorkspaceState state, TaskRef ref) {
    Optional<Run> run = state.of(services.orchestration()).runs().run(ref.run());
    if (run.isPresent()) {
      if (!run.get().has(ref.task())) {
        throw RunProblems.taskNotFound(ref).asException();
      }
      return Future.succeededFuture(run.get().task(ref.task()).attempts());
    }
    return runs.history()
        .tasks(workspace, ref.run(), ref.task(), row -> true, 1)
        .map(
            found ->
                found.rows().stream()
                    .filter(row -> HistoryRuns.number(row) == ref.task())
                    .map(HistoryRuns::attempts)
                    .findFirst()
                    .orElseThrow(() -> RunProblems.taskNotFound(ref).asException()));
  }

  /** The chunk behind the last one that a broken stream had sent. */
  private static long resumed(Exchange exchange, long from) {
    Optional<String> last = exchange.header(LAST_EVENT_ID);
    if (last.isEmpty()) {
      return from;
    }
    long n = Numbers.parse(last.get(), 0, LogLimits.MAX_CHUNKS);
    if (n < 0) {
      throw RequestProblems.header(LAST_EVENT_ID, last.get(), "the number of a chunk");
    }
    return n + 1;
  }

  private static AttemptRef attempt(TaskRef ref, int attempts, int asked) {
    int attempt = asked == 0 ? Math.max(1, attempts) : asked;
    if (attempt > Math.max(1, attempts)) {
      throw RequestProblems.parameter(
          "attempt", Integer.toString(attempt), "an attempt that was made");
    }
    return new AttemptRef(ref.run(), ref.task(), attempt);
  }

  private Future<Reply> page(
      Workspace workspace, WorkspaceState state, AttemptRef attempt, long from, int most) {
    boolean ended = hasEnded(state, attempt);
    // One more, to see whether there is one behind.
    return runs.logs()
        .page(workspace, attempt, from, most)
        .compose(
            chunks ->
                runs.logs()
                    .read(workspace, attempt, from + chunks.size())
                    .map(
                        next -> {
                          LogPage page =
                              new LogPage(
                                  chunks,
                                  attempt.attempt(),
                                  from + chunks.size(),
                                  ended && next.isEmpty());
                          return Reply.json(200, Json.bytes(page), state.sequence());
                        }));
  }

  /** Whether an attempt has ended, as far as a state knows; one of a run that has left it has. */
  private boolean hasEnded(WorkspaceState state, AttemptRef ref) {
    Optional<Run> run = state.of(services.orchestration()).runs().run(ref.run());
    if (run.isEmpty()) {
      return true;
    }
    Task task = run.get().task(ref.task());
    return task.live() == null
        ? task.state().isFinal() || task.attempts() >= ref.attempt()
        : task.live().number() > ref.attempt();
  }

  private Reply tail(
      Exchange exchange,
      Context loop,
      Ledger ledger,
      AttemptRef attempt,
      long from,
      WorkspaceState state) {
    if (exchange.isHeadOnly()) {
      return Reply.bytes(LogTail.EVENT_STREAM, Buffer.buffer());
    }
    runs.tails().check();
    BooleanSupplier hasEnded = () -> hasEnded(ledger.state(), attempt);
    LogTail[] self = new LogTail[1];
    LogTail tail =
        new LogTail(
            runs.logs(),
            loop,
            exchange.workspace(),
            attempt,
            from,
            hasEnded,
            () -> runs.tails().remove(self[0]));
    self[0] = tail;
    runs.tails().add(tail, loop);
    loop.runOnContext(
        ignored -> {
          exchange.whenGone(tail::close);
          exchange.whenRefused(refused -> tail.close());
        });
    return Reply.stream(LogTail.EVENT_STREAM, tail, state.sequence());
  }
}
