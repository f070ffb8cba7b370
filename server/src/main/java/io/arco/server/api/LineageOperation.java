package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.json.Json;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationState;
import io.arco.planner.lineage.Declarations;
import io.arco.planner.lineage.Direction;
import io.arco.planner.lineage.EntityLookup;
import io.arco.planner.lineage.EntityName;
import io.arco.planner.lineage.LineageGraph;
import io.arco.planner.lineage.LineageWalk;
import io.arco.planner.lineage.Until;
import io.arco.server.api.LineageView.ObservedEdge;
import io.vertx.core.Future;
import java.util.List;

/** The operation that shows what something was made from, and what was made from it. */
final class LineageOperation {
  /** How far a walk goes where nothing is said. */
  static final int DEFAULT_DEPTH = 5;

  private final ApiServices services;
  private final StateReads reads;

  LineageOperation(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
  }

  Future<Reply> getLineage(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    EntityName entity = entity(exchange);
    Direction direction = direction(exchange);
    int depth = (int) exchange.queryNumber("depth", 1, LineageWalk.MAX_DEPTH, DEFAULT_DEPTH);
    Until until = AsOfText.of(exchange).map(Until::of).orElse(Until.NOW);
    ReadOptions fresh = StateReads.freshness(exchange, services.limits());
    // What is asked of a commit is answered when there is that commit.
    long sequence = until.sequence() == null ? 0 : until.sequence();
    ReadOptions options =
        new ReadOptions(
            Math.max(fresh.minSequence(), sequence), fresh.maxStaleMillis(), fresh.timeoutMillis());
    return reads
        .read(exchange, options)
        .compose(state -> reads.onWorker(() -> walk(state, entity, direction, depth, until)));
  }

  private Reply walk(
      WorkspaceState state, EntityName entity, Direction direction, int depth, Until asked) {
    OrchestrationState orchestration = state.of(services.orchestration());
    CatalogState catalog = state.of(services.catalog());
    boolean isNow = asked.sequence() != null && asked.sequence() == state.sequence();
    Until until = isNow ? Until.NOW : asked;
    Declarations declared = Declarations.of(orchestration, catalog, until);
    LineageGraph graph =
        LineageWalk.of(orchestration.lineage(), declared, until, entity, direction, depth);
    if (graph.nodes().size() == 1 && !EntityLookup.isKnown(orchestration, catalog, entity)) {
      throw EntityLookup.notFound(entity).asException();
    }
    LineageView view =
        new LineageView(
            entity,
            graph.nodes(),
            graph.observed().stream().map(ObservedEdge::of).toList(),
            graph.declared(),
            declared.manifestVersion(),
            declared.known(),
            graph.truncated());
    return Reply.json(200, Json.bytes(view), state.sequence());
  }

  private static EntityName entity(Exchange exchange) {
    String text = exchange.pathText("entity");
    return EntityName.read(text)
        .orElseThrow(
            () ->
                RequestProblems.name(
                    "entity",
                    text,
                    "asset:namespace.name, table:catalog.schema.name or column:…, an asset or"
                        + " table, a dot and its name"));
  }

  private static Direction direction(Exchange exchange) {
    String text = exchange.query("direction").orElse("both");
    return switch (text) {
      case "upstream" -> Direction.UPSTREAM;
      case "downstream" -> Direction.DOWNSTREAM;
      case "both" -> Direction.BOTH;
      default -> throw RequestProblems.parameter("direction", text, "upstream, downstream or both");
    };
  }
}
