package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.ledger.Command;
import io.arco.ledger.Receipt;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Several changes as one commit: all of them, or none. */
final class TransactionOperations {
  private final CatalogCommands commands;
  private final Submissions submissions;

  TransactionOperations(ApiServices services) {
    this.commands = new CatalogCommands(services.locations());
    this.submissions = new Submissions(services);
  }

  /** The answer: one result per operation. */
  private record Results(List<Result> results) {}

  /** What the request of its own would have been answered. */
  @JsonPropertyOrder({"operation", "status", "etag", "body"})
  private record Result(String operation, int status, String etag, JsonNode body) {}

  Future<Reply> createTransaction(Exchange exchange) {
    TransactionBody body = exchange.body(TransactionBody.class);
    List<TransactionStep> steps = steps(body);
    Pending pending = Pending.of(exchange);
    List<Future<List<Command>>> read = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      read.add(read(steps.get(i), i));
    }
    return Future.join(read)
        .transform(done -> firstFailed(read))
        .compose(ignored -> submit(pending, steps, read.stream().map(Future::result).toList()));
  }

  /** The failure of the first operation that failed, whichever failed first. */
  private static Future<Void> firstFailed(List<Future<List<Command>>> read) {
    return read.stream()
        .filter(Future::failed)
        .findFirst()
        .map(failed -> Future.<Void>failedFuture(failed.cause()))
        .orElseGet(Future::succeededFuture);
  }

  private static List<TransactionStep> steps(TransactionBody body) {
    if (body.operations() == null || body.operations().isEmpty()) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A value is missing.")
          .with("field", "/operations")
          .asException();
    }
    if (body.operations().size() > ApiLimits.MAX_TRANSACTION_OPERATIONS) {
      throw Problem.of(ErrorCode.TOO_LARGE, "A transaction has no more operations than this.")
          .with("operations", body.operations().size())
          .with("limit", ApiLimits.MAX_TRANSACTION_OPERATIONS)
          .asException();
    }
    List<TransactionStep> steps = new ArrayList<>();
    for (int i = 0; i < body.operations().size(); i++) {
      try {
        steps.add(new TransactionStep(body.operations().get(i)));
      } catch (ProblemException e) {
        throw named(e.problem(), i, "").asException();
      }
    }
    return steps;
  }

  private Future<List<Command>> read(TransactionStep step, int index) {
    Future<List<Command>> read;
    try {
      read = step.commands(commands);
    } catch (ProblemException e) {
      read = Future.failedFuture(e);
    }
    return read.recover(
        failure ->
            Future.failedFuture(
                failure instanceof ProblemException e
                    ? named(e.problem(), index, "").asException()
                    : failure));
  }

  private Future<Reply> submit(
      Pending pending, List<TransactionStep> steps, List<List<Command>> lists) {
    List<Command> all = lists.stream().flatMap(List::stream).toList();
    return submissions
        .submit(pending, all)
        .recover(failure -> Future.failedFuture(named(failure, lists)))
        .map(receipt -> reply(receipt, steps, lists));
  }

  /** A refusal of one of the commands, by the operation it belongs to. */
  private static Throwable named(Throwable failure, List<List<Command>> lists) {
    if (!(failure instanceof ProblemException e)) {
      return failure;
    }
    int index = commandOf(e.problem(), lists);
    for (int i = 0; i < lists.size() && index >= 0; i++) {
      int size = lists.get(i).size();
      if (index < size) {
        boolean isItself = index == size - 1;
        return named(e.problem(), i, isItself ? "/body" : "/precondition").asException();
      }
      index -= size;
    }
    return failure;
  }

  /** Which of the commands was refused; less than 0 if it was all of them, or none. */
  private static int commandOf(Problem problem, List<List<Command>> lists) {
    if (problem.details().get("operation") instanceof Number number) {
      return number.intValue();
    }
    boolean alone = lists.size() == 1 && lists.get(0).size() == 1;
    ErrorCode code = problem.code();
    boolean decided =
        code.httpStatus() < 500 && !code.retryable() && code != ErrorCode.IDEMPOTENCY_KEY_REUSED;
    return alone && decided ? 0 : -1;
  }

  /**
   * The problem with the operation it is about.
   *
   * @param place where in the operation its pointers begin
   */
  private static Problem named(Problem problem, int index, String place) {
    String pointer = "/operations/" + index;
    Problem named = problem.with("operation", index);
    return problem.details().containsKey("field") || problem.details().containsKey("problems")
        ? TransactionStep.below(pointer + place, named)
        : named.with("field", place.equals("/precondition") ? pointer + place : pointer);
  }

  private static Reply reply(
      Receipt receipt, List<TransactionStep> steps, List<List<Command>> lists) {
    List<Result> results = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < steps.size(); i++) {
      next += lists.get(i).size();
      results.add(result(steps.get(i), receipt.answers().get(next - 1), receipt.incarnation()));
    }
    Reply reply = Reply.json(200, Json.bytes(new Results(results)), receipt.sequence());
    return Submissions.marked(reply, receipt);
  }

  private static Result result(TransactionStep step, JsonNode answer, String life) {
    return switch (step.verb()) {
      case CREATE -> entity(step, 201, answer, life);
      case PUT -> {
        int status = answer.path("created").asBoolean() ? 201 : 200;
        yield entity(step, status, answer.path("table"), life);
      }
      case ALTER, UNDROP -> entity(step, 200, answer, life);
      case REQUIRE ->
          answer.has("id")
              ? entity(step, 200, answer, life)
              : new Result(step.operation(), 200, null, answer);
      case DELETE, PURGE -> new Result(step.operation(), 200, null, answer);
      case DEPLOY -> {
        int status = answer.path("changed").asBoolean() ? 201 : 200;
        yield new Result(step.operation(), status, null, answer);
      }
    };
  }

  private static Result entity(TransactionStep step, int status, JsonNode view, String life) {
    return new Result(step.operation(), status, EntityTag.of(view, life).text(), view);
  }
}
