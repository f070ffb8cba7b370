package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationCommand.StorePlan;
import io.arco.planner.OrchestrationProblems;
import io.arco.planner.OrchestrationState;
import io.arco.planner.StoredPlan;
import io.arco.planner.plan.Materialized;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PartitionRequestReader;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.Plan.Cursor;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.PlanItem;
import io.arco.planner.plan.Planner;
import io.arco.planner.selection.SelectionParser;
import io.arco.server.api.Submissions.Pending;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The operations on plans. Plans are worked out on workers, each time they are shown. */
final class PlanOperations {
  private static final String PLANS = "/api/v1/plans/";

  private final ApiServices services;
  private final StateReads reads;
  private final Submissions submissions;

  PlanOperations(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
    this.submissions = new Submissions(services);
  }

  @JsonPropertyOrder({
    "manifestVersion",
    "logicalTime",
    "fingerprint",
    "assets",
    "tasks",
    "skipped",
    "items",
    "nextPageToken"
  })
  private record Preview(
      long manifestVersion,
      Instant logicalTime,
      Hash fingerprint,
      int assets,
      long tasks,
      long skipped,
      List<PlanItem> items,
      String nextPageToken) {}

  Future<Reply> previewPlan(Exchange exchange) {
    PlanRequest body = exchange.body(PlanRequest.class).checked();
    exchange.accepted(List.of(Reply.JSON));
    List<String> identity = List.of("previewPlan", Hash.of(Json.bytes(body)).hex());
    PageRequest page = PageRequest.of(exchange, identity);
    PlanPosition from =
        page.after() == null
            ? new PlanPosition(body.manifestVersion(), body.timeOr(now()), Cursor.START)
            : PlanPosition.parse(page.after());
    return reads
        .read(exchange, page)
        .compose(state -> reads.onWorker(() -> preview(state, body, from, identity, page.size())));
  }

  private Reply preview(
      WorkspaceState state, PlanRequest body, PlanPosition from, List<String> identity, int size) {
    OrchestrationState orchestration = state.of(services.orchestration());
    ManifestVersion version = version(orchestration, from.version());
    Plan plan =
        plan(orchestration, version, body.selection(), body.partitions(), from.logicalTime());
    Plan.Page page = plan.page(from.cursor(), size);
    String next =
        page.next() == null
            ? null
            : PageToken.of(
                identity,
                new PlanPosition(version.version(), from.logicalTime(), page.next()).text(),
                state.incarnation());
    Preview preview =
        new Preview(
            version.version(),
            from.logicalTime(),
            plan.fingerprint(),
            plan.assets(),
            plan.tasks(),
            plan.skipped(),
            page.items(),
            next);
    return Reply.json(200, Json.bytes(preview), state.sequence());
  }

  private Instant now() {
    return Instant.ofEpochMilli(services.clock().wallMillis());
  }

  /** The version that is asked for, or the current one; MANIFEST_NOT_FOUND. */
  static ManifestVersion version(OrchestrationState state, Long asked) {
    return asked == null
        ? ManifestOperations.current(state)
        : state
            .manifest(asked)
            .orElseThrow(() -> OrchestrationProblems.manifestNotFound(asked).asException());
  }

  /** On a worker. */
  private static Plan plan(
      OrchestrationState state,
      ManifestVersion version,
      String selection,
      PartitionRequest partitions,
      Instant logicalTime) {
    PlanInput input =
        new PlanInput(
            version.codeVersion(),
            SelectionParser.parse(selection),
            PartitionRequestReader.read(partitions),
            logicalTime);
    return Planner.plan(state.graph(version.version()), input, Materialized.NONE);
  }

  Future<Reply> createPlan(Exchange exchange) {
    PlanRequest body = exchange.body(PlanRequest.class).checked();
    Pending pending = Pending.of(exchange);
    Instant logicalTime = body.timeOr(now());
    return reads
        .newest(exchange)
        .compose(state -> reads.onWorker(() -> worked(state, body, logicalTime)))
        .compose(command -> submissions.submit(pending, command))
        .map(
            receipt ->
                Submissions.reply(201, receipt)
                    .with("Location", PLANS + receipt.answers().get(0).path("id").asText()));
  }

  private StorePlan worked(WorkspaceState state, PlanRequest body, Instant logicalTime) {
    OrchestrationState orchestration = state.of(services.orchestration());
    ManifestVersion version = version(orchestration, body.manifestVersion());
    Plan plan = plan(orchestration, version, body.selection(), body.partitions(), logicalTime);
    return new StorePlan(
        version.version(),
        body.selection(),
        body.partitions(),
        logicalTime,
        plan.fingerprint(),
        plan.assets(),
        plan.tasks(),
        plan.skipped());
  }

  Future<Reply> listPlans(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    List<String> identity = List.of("plans");
    PageRequest page = PageRequest.of(exchange, identity);
    UUID before = page.after() == null ? null : id(page.after());
    if (page.after() != null && before == null) {
      throw RequestProblems.pageToken();
    }
    return reads
        .read(exchange, page)
        .map(
            state ->
                Pages.reply(
                    identity,
                    page,
                    state.of(services.orchestration()).plans(before, page.limit()),
                    plan -> plan.id().toString(),
                    Function.identity(),
                    state));
  }

  /** The id of this text, or null if it is none. */
  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  Future<Reply> getPlan(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String id = exchange.pathName("plan");
    return reads
        .read(exchange)
        .map(
            state ->
                Reply.json(
                    200,
                    Json.bytes(stored(state.of(services.orchestration()), id)),
                    state.sequence()));
  }

  private static StoredPlan stored(OrchestrationState state, String text) {
    UUID id = id(text);
    if (id == null) {
      throw RequestProblems.name("plan", text, "the id of a plan");
    }
    return state.plan(id).orElseThrow(() -> OrchestrationProblems.planNotFound(text).asException());
  }

  Future<Reply> listPlanItems(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String id = exchange.pathName("plan");
    List<String> identity = List.of("planItems", id);
    PageRequest page = PageRequest.of(exchange, identity);
    Cursor from = page.after() == null ? Cursor.START : PlanPosition.parse(page.after()).cursor();
    return reads
        .read(exchange, page)
        .compose(state -> reads.onWorker(() -> items(state, id, from, identity, page.size())));
  }

  private Reply items(
      WorkspaceState state, String id, Cursor from, List<String> identity, int size) {
    OrchestrationState orchestration = state.of(services.orchestration());
    StoredPlan stored = stored(orchestration, id);
    Plan plan =
        plan(
            orchestration,
            version(orchestration, stored.manifestVersion()),
            stored.selection(),
            stored.partitions(),
            stored.logicalTime());
    if (!plan.fingerprint().equals(stored.fingerprint())) {
      throw OrchestrationProblems.planNotReproducible(stored, plan.fingerprint().hex())
          .asException();
    }
    Plan.Page page = plan.page(from, size);
    String next =
        page.next() == null
            ? null
            : PageToken.of(
                identity,
                new PlanPosition(stored.manifestVersion(), stored.logicalTime(), page.next())
                    .text(),
                state.incarnation());
    return Reply.json(200, Json.bytes(new Pages.Page(page.items(), next)), state.sequence());
  }
}
