package io.arco.server.api;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.partition.KeyFilter;
import io.arco.planner.plan.PartitionRequestReader;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.Planner;
import io.arco.planner.run.Answers.RunCreation;
import io.arco.planner.run.Reruns;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunBuilder;
import io.arco.planner.run.RunDefinition;
import io.arco.planner.run.RunKey;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.RunState;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import io.arco.planner.selection.Selected;
import io.arco.planner.selection.SelectionParser;
import io.arco.planner.selection.Selector;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.api.RunViews.RunView;
import io.arco.server.api.Submissions.Pending;
import io.arco.server.history.RunHistory;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/** The operations that make runs and end them. Runs are worked out on workers. */
final class RunWrites {
  private static final String RUNS = "/api/v1/runs/";

  private final ApiServices services;
  private final StateReads reads;
  private final Submissions submissions;

  RunWrites(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
    this.submissions = new Submissions(services);
  }

  /** Body of {@code cancelRun}. */
  record CancelRequest(String reason) {}

  Future<Reply> createRun(Exchange exchange) {
    RunRequest body = exchange.body(RunRequest.class).checked();
    Pending pending = Pending.of(exchange);
    Hash fingerprint = body.fingerprint();
    Instant logicalTime = body.plan().timeOr(now());
    return reads
        .newest(exchange)
        .compose(
            state -> {
              Optional<Reply> known = known(state, pending, body.runKey(), fingerprint);
              return known.isPresent()
                  ? Future.succeededFuture(known.get())
                  : reads
                      .onWorker(() -> planned(state, body, fingerprint, logicalTime))
                      .compose(command -> submissions.submit(pending, command))
                      .map(RunWrites::created);
            });
  }

  /**
   * The answer that this request has had already, by its idempotency key, or the run that its run
   * key stands for: then nothing is planned, which a newer manifest might not even allow. A request
   * with a new idempotency key goes on to the ledger, which keeps the key.
   */
  private Optional<Reply> known(
      WorkspaceState state, Pending pending, String runKey, Hash fingerprint) {
    if (pending.key() != null) {
      return state.answered(pending.caller().principal(), pending.key()).map(RunWrites::created);
    }
    OrchestrationState orchestration = state.of(services.orchestration());
    Optional<RunKey> key = runKey == null ? Optional.empty() : orchestration.runs().key(runKey);
    if (key.isPresent() && !key.get().requestFingerprint().equals(fingerprint)) {
      throw RunProblems.runKeyConflict(key.get(), fingerprint.hex()).asException();
    }
    return key.map(
        found -> {
          RunState at = orchestration.runs().run(found.run()).map(Run::state).orElse(null);
          RunCreation answer = new RunCreation(found.run(), false, at);
          return Reply.json(200, Json.bytes(answer), state.sequence());
        });
  }

  private static Reply created(Receipt receipt) {
    boolean created = receipt.answers().get(0).path("created").asBoolean();
    return created
        ? Submissions.reply(201, receipt)
            .with("Location", RUNS + receipt.answers().get(0).path("run").asText())
        : Submissions.reply(200, receipt);
  }

  private Instant now() {
    return Instant.ofEpochMilli(services.clock().wallMillis());
  }

  /** On a worker. */
  private CreateRun planned(
      WorkspaceState state, RunRequest body, Hash fingerprint, Instant logicalTime) {
    OrchestrationState orchestration = state.of(services.orchestration());
    ManifestVersion version = PlanOperations.version(orchestration, body.manifestVersion());
    KeyFilter partitions = PartitionRequestReader.read(body.partitions());
    PlanInput input =
        new PlanInput(
            version.codeVersion(),
            SelectionParser.parse(body.selection()),
            partitions,
            logicalTime,
            body.modeOrDefault());
    AssetGraph graph = orchestration.graph(version.version());
    Plan plan = Planner.plan(graph, input, orchestration.runs().materializations());
    return new CreateRun(
        body.runKey(),
        fingerprint,
        plan.fingerprint(),
        version.version(),
        version.codeVersion(),
        body.selection(),
        body.partitions(),
        logicalTime,
        body.modeOrDefault(),
        new Trigger(Trigger.Type.MANUAL, null, body.reason()),
        body.labelsOrNone(),
        RunBuilder.of(plan, services.runs().limits()));
  }

  Future<Reply> rerunRun(Exchange exchange) {
    UUID parent = TaskIds.run(exchange);
    RerunRequest body = exchange.body(RerunRequest.class).checked();
    Pending pending = Pending.of(exchange);
    Hash fingerprint = body.fingerprint(parent);
    String runKey = body.keyOrDefault(parent);
    return reads
        .newest(exchange)
        .compose(
            state -> {
              Optional<Reply> known = known(state, pending, runKey, fingerprint);
              return known.isPresent()
                  ? Future.succeededFuture(known.get())
                  : parent(exchange.workspace(), state, parent)
                      .compose(
                          found ->
                              reads.onWorker(() -> again(state, found, body, runKey, fingerprint)))
                      .compose(command -> submissions.submit(pending, command))
                      .map(RunWrites::created);
            });
  }

  /** A run that is to be done again: what it was, and where its tasks stood. */
  private record Parent(
      UUID id, RunView view, RunDefinition definition, IntFunction<TaskState> states) {}

  private Future<Parent> parent(Workspace workspace, WorkspaceState state, UUID id) {
    Optional<Run> known = state.of(services.orchestration()).runs().run(id);
    if (known.isPresent()) {
      Run run = known.get();
      return Future.succeededFuture(
          new Parent(id, StateRuns.view(run), run.definition(), task -> run.task(task).state()));
    }
    RunHistory history = services.runs().history();
    return history
        .run(workspace, id)
        .map(row -> row.orElseThrow(() -> RunProblems.runNotFound(id).asException()))
        .compose(
            row ->
                history
                    .definition(workspace, id, state.sequence())
                    .map(it -> it.orElseThrow(() -> RunProblems.runNotFound(id).asException()))
                    .compose(
                        definition ->
                            history
                                .tasks(workspace, id, 0, task -> true, definition.tasks())
                                .map(
                                    tasks ->
                                        new Parent(
                                            id,
                                            HistoryRuns.run(row),
                                            definition,
                                            HistoryRuns.states(tasks.rows())))));
  }

  /** On a worker. */
  private CreateRun again(
      WorkspaceState state, Parent parent, RerunRequest body, String runKey, Hash fingerprint) {
    OrchestrationState orchestration = state.of(services.orchestration());
    RunView run = parent.view();
    checkIsOver(run, body.mode());
    Reruns reruns =
        new Reruns(
            parent.id(),
            parent.definition(),
            parent.states(),
            key -> orchestration.asset(run.manifestVersion(), key));
    List<RunAsset> assets =
        body.mode() == RerunRequest.Mode.FROM_FAILURE
            ? reruns.fromFailure()
            : reruns.subset(
                chosen(orchestration, parent, body), Boolean.TRUE.equals(body.downstream()));
    return new CreateRun(
        runKey,
        fingerprint,
        Hash.of(Json.bytes(assets)),
        run.manifestVersion(),
        run.codeVersion(),
        run.selection(),
        run.partitions(),
        run.logicalTime(),
        run.mode(),
        new Trigger(Trigger.Type.RERUN, parent.id(), body.reason()),
        body.labelsOrNone(),
        assets);
  }

  private static void checkIsOver(RunView run, RerunRequest.Mode mode) {
    boolean isOver = run.state().isFinal();
    if (!isOver || (mode == RerunRequest.Mode.FROM_FAILURE && run.state() == RunState.SUCCEEDED)) {
      throw Problem.of(
              ErrorCode.RUN_NOT_RERUNNABLE,
              isOver ? "All of this run succeeded." : "The run has not ended.")
          .with("run", run.id().toString())
          .with("state", run.state().name())
          .asException();
    }
  }

  private static BitSet chosen(OrchestrationState state, Parent parent, RerunRequest body) {
    RunDefinition definition = parent.definition();
    BitSet chosen = new BitSet();
    if (body.selection() == null) {
      chosen.set(0, definition.tasks());
    } else {
      AssetGraph graph = state.graph(parent.view().manifestVersion());
      Selected selected = Selector.select(SelectionParser.parse(body.selection()), graph);
      for (int i = 0; i < definition.assets().size(); i++) {
        int index = graph.indexOf(definition.assets().get(i).asset());
        if (index >= 0 && selected.assets().get(index)) {
          chosen.set(definition.firstTask(i), definition.firstTask(i + 1));
        }
      }
    }
    if (body.tasks() != null) {
      BitSet named = new BitSet();
      for (int task : body.tasks()) {
        if (task < 0 || task >= definition.tasks()) {
          throw Required.wrong("/tasks", "numbers of tasks, below " + definition.tasks());
        }
        named.set(task);
      }
      chosen.and(named);
    }
    return chosen;
  }

  Future<Reply> cancelRun(Exchange exchange) {
    UUID run = TaskIds.run(exchange);
    CancelRequest body = exchange.body(CancelRequest.class);
    return submissions
        .submit(Pending.of(exchange), new CancelRun(run, body.reason()))
        .map(receipt -> Submissions.reply(200, receipt));
  }
}
