package io.arco.planner.lineage;

import io.arco.ledger.Stamp;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunEvent;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.Run;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lineage as rows of {@link LineageTables}, and its edges back. */
public final class LineageRows {
  private LineageRows() {}

  /** The rows that an event on runs changed. Called on a worker. */
  public static void changed(
      OrchestrationState before, RunEvent event, OrchestrationState after, RowSink sink) {
    if (!(event instanceof TaskCompleted completed)) {
      return;
    }
    Run run = after.runs().run(completed.run()).orElseThrow();
    Stamp at = run.task(completed.task()).lastEnded().ended();
    Optional<Observation> observed = Observation.of(before, event, at);
    if (observed.isEmpty()) {
      return;
    }
    Observation observation = observed.get();
    sink.put(LineageTables.OBSERVATIONS, ObservationRows.row(before, completed, observation));
    for (Edge edge : Lineage.left(before.lineage(), after.lineage())) {
      sink.remove(LineageTables.EDGES, RowKey.of(edge.to().text(), edge.from().text()));
    }
    for (Flow flow : observation.flows()) {
      Optional<Edge> old = before.lineage().edge(flow.from(), flow.to());
      Optional<Edge> now = after.lineage().edge(flow.from(), flow.to());
      if (now.isPresent() && !now.equals(old)) {
        sink.put(LineageTables.EDGES, row(now.get()));
      }
    }
  }

  private static Row row(Edge edge) {
    Sighting first = edge.first();
    Sighting last = edge.last();
    return Row.of(
        edge.to().text(),
        edge.from().text(),
        edge.to().kind().name(),
        edge.from().kind().name(),
        edge.reported(),
        edge.runs(),
        first.asset().text(),
        first.run().toString(),
        first.task(),
        first.attempt(),
        first.at().sequence(),
        first.at().committedAt(),
        last.asset().text(),
        last.run().toString(),
        last.task(),
        last.attempt(),
        last.at().sequence(),
        last.at().committedAt());
  }

  /** The edges that these rows show. */
  public static Lineage restore(TableRows rows) {
    List<Edge> edges = new ArrayList<>();
    for (Row row : rows.rows(LineageTables.EDGES)) {
      edges.add(
          new Edge(
              EntityName.parse(row.text(1)),
              EntityName.parse(row.text(0)),
              (Boolean) row.get(4),
              (Long) row.get(5),
              sighting(row, 6),
              sighting(row, 12)));
    }
    return Lineage.of(edges);
  }

  private static Sighting sighting(Row row, int at) {
    return new Sighting(
        AssetKey.parse(row.text(at)),
        UUID.fromString(row.text(at + 1)),
        (Integer) row.get(at + 2),
        (Integer) row.get(at + 3),
        new Stamp((Long) row.get(at + 4), (Instant) row.get(at + 5)));
  }
}
