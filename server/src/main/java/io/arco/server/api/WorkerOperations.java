package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.run.Run;
import io.arco.server.api.Envelopes.Envelope;
import io.arco.server.api.Envelopes.Signed;
import io.arco.server.api.Submissions.Pending;
import io.arco.server.api.WorkerBodies.LeaseRequest;
import io.arco.server.api.WorkerBodies.TaskHeartbeat;
import io.arco.server.api.WorkerBodies.TaskReport;
import io.arco.server.api.WorkerBodies.TaskStart;
import io.arco.server.bus.MessageId;
import io.arco.server.dispatch.Heartbeat;
import io.arco.server.dispatch.LeaseAsk;
import io.arco.server.dispatch.Leased;
import io.arco.server.dispatch.Policies;
import io.arco.server.token.TaskToken;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operations of workers: polls for tasks, and what they tell of them. */
final class WorkerOperations {
  private final ApiServices services;
  private final RunServices runs;
  private final StateReads reads;
  private final Submissions submissions;
  private final TaskCompletions completions;
  private final Envelopes envelopes;

  WorkerOperations(ApiServices services) {
    this.services = services;
    this.runs = services.runs();
    this.reads = new StateReads(services);
    this.submissions = new Submissions(services);
    this.completions = new TaskCompletions(services);
    this.envelopes = new Envelopes(services.orchestration(), runs.tokens());
  }

  @JsonPropertyOrder({"leases", "sequence"})
  private record LeaseAnswer(List<Envelope> leases, long sequence) {}

  @JsonPropertyOrder({
    "acknowledged",
    "shouldCancel",
    "cancelReason",
    "taskToken",
    "tokenExpiresAt",
    "serverTime"
  })
  private record Acknowledgement(
      boolean acknowledged,
      boolean shouldCancel,
      String cancelReason,
      String taskToken,
      Instant tokenExpiresAt,
      Instant serverTime) {}

  @JsonPropertyOrder({"acknowledged", "finalState", "retryAfterMillis", "serverTime"})
  private record Completion(
      boolean acknowledged, String finalState, Long retryAfterMillis, Instant serverTime) {}

  Future<Reply> leaseTasks(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    LeaseRequest body = exchange.body(LeaseRequest.class).checked();
    Workspace workspace = exchange.workspace();
    String callbacks = exchange.origin();
    MessageId poll = runs.dispatch().nextId();
    exchange.whenGone(() -> runs.dispatch().leave(workspace, poll));
    exchange.whenRefused(refused -> runs.dispatch().leave(workspace, poll));
    LeaseAsk ask =
        new LeaseAsk(
            poll,
            body.workerId(),
            body.kinds(),
            body.maxTasks(),
            body.waitMillis(),
            exchange.caller().principal(),
            exchange.requestId());
    return runs.dispatch()
        .lease(workspace, ask)
        .compose(leased -> answer(workspace, leased, callbacks));
  }

  private Future<Reply> answer(Workspace workspace, Leased leased, String callbacks) {
    if (leased.leases().isEmpty()) {
      return Future.succeededFuture(reply(new LeaseAnswer(List.of(), leased.sequence())));
    }
    return services
        .workspaces()
        .open(workspace)
        .compose(
            ledger ->
                reads.onWorker(
                    () ->
                        reply(
                            new LeaseAnswer(
                                envelopes.of(workspace, ledger.state(), leased.leases(), callbacks),
                                leased.sequence()))));
  }

  private static Reply reply(LeaseAnswer answer) {
    return Reply.json(200, Json.bytes(answer), answer.sequence());
  }

  Future<Reply> startTask(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskToken token = BearerTokens.of(exchange, runs.tokens());
    exchange.body(TaskStart.class).checked(token);
    StartTask command =
        new StartTask(token.run(), token.task(), token.attempt(), token.attemptId());
    return submissions
        .submit(pending(exchange, token), command)
        .compose(
            receipt ->
                acknowledge(
                    token,
                    receipt.answers().get(0).path("shouldCancel").asBoolean(),
                    receipt.answers().get(0).path("cancelReason").asText(null),
                    receipt.sequence()));
  }

  Future<Reply> heartbeatTask(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskToken token = BearerTokens.of(exchange, runs.tokens());
    TaskHeartbeat body = exchange.body(TaskHeartbeat.class).checked(token);
    Heartbeat heartbeat =
        new Heartbeat(
            token.run(),
            token.task(),
            token.attempt(),
            token.attemptId(),
            body.progressPct(),
            body.message());
    return runs.dispatch()
        .heartbeat(BearerTokens.workspace(token), heartbeat)
        .compose(
            heard ->
                acknowledge(token, heard.shouldCancel(), heard.cancelReason(), heard.sequence()));
  }

  /** Says that a call was taken, with a fresh token. */
  private Future<Reply> acknowledge(
      TaskToken token, boolean shouldCancel, String cancelReason, long sequence) {
    Workspace workspace = BearerTokens.workspace(token);
    return services
        .workspaces()
        .open(workspace)
        .map(
            ledger -> {
              Signed fresh =
                  envelopes.sign(
                      workspace,
                      token.run(),
                      token.task(),
                      token.attempt(),
                      token.attemptId(),
                      timeouts(ledger.state(), token));
              Acknowledgement answer =
                  new Acknowledgement(
                      true, shouldCancel, cancelReason, fresh.text(), fresh.expiresAt(), now());
              return Reply.json(200, Json.bytes(answer), sequence);
            });
  }

  private Timeouts timeouts(WorkspaceState state, TaskToken token) {
    OrchestrationState orchestration = state.of(services.orchestration());
    Optional<Run> run = orchestration.runs().run(token.run());
    return run.map(it -> Policies.timeouts(orchestration, it, token.task()))
        .orElse(Timeouts.DEFAULT);
  }

  Future<Reply> completeTask(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    TaskToken token = BearerTokens.of(exchange, runs.tokens());
    TaskReport body = exchange.body(TaskReport.class).checked(token);
    CompleteTask command =
        new CompleteTask(
            token.run(), token.task(), token.attempt(), token.attemptId(), body.report());
    return completions
        .complete(BearerTokens.workspace(token), exchange.caller(), command)
        .map(this::completed);
  }

  private Reply completed(Receipt receipt) {
    Completion answer =
        new Completion(
            true,
            receipt.answers().get(0).path("finalState").asText(),
            receipt.answers().get(0).path("retryAfterMillis").isMissingNode()
                ? null
                : receipt.answers().get(0).path("retryAfterMillis").asLong(),
            now());
    return Reply.json(200, Json.bytes(answer), receipt.sequence());
  }

  private static Pending pending(Exchange exchange, TaskToken token) {
    return new Pending(BearerTokens.workspace(token), exchange.caller(), null, null);
  }

  private Instant now() {
    return Instant.ofEpochMilli(services.clock().wallMillis());
  }
}
