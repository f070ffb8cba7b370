package io.arco.planner.lineage;

import io.arco.ledger.Stamp;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunEvent;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.Input;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A task that succeeded, as lineage sees it.
 *
 * @param sighting which task, and when
 * @param flows its edges, each once; at most {@link #MAX_FLOWS}
 * @param truncated whether there are more
 */
record Observation(Sighting sighting, List<Flow> flows, boolean truncated) {
  /** The most edges of one observation. Part of what a journal means. */
  static final int MAX_FLOWS = 2_000;

  /**
   * What an event shows; nothing if it is no success.
   *
   * @param before the state that the event is applied to
   */
  static Optional<Observation> of(OrchestrationState before, RunEvent event, Stamp at) {
    return event instanceof TaskCompleted completed && completed.outcome() == Outcome.SUCCEEDED
        ? Optional.of(new Reader(before, completed).read(at))
        : Optional.empty();
  }

  /** Reads the edges out of a report. Used once. */
  private static final class Reader {
    private final OrchestrationState before;
    private final TaskCompleted event;
    private final RunInfo info;
    private final AssetKey key;
    private final Optional<Asset> asset;
    private final EntityName self;
    private final Set<Flow> known = new HashSet<>();
    private final List<Flow> flows = new ArrayList<>();
    private boolean truncated;

    Reader(OrchestrationState before, TaskCompleted event) {
      this.before = before;
      this.event = event;
      Run run = before.runs().run(event.run()).orElseThrow();
      info = run.info();
      key = run.definition().asset(event.task()).asset();
      asset = before.asset(info.manifestVersion(), key);
      self = EntityName.of(key);
    }

    Observation read(Stamp at) {
      if (event.inputs() == null) {
        planned();
      } else {
        event.inputs().forEach(this::input);
      }
      List<Output> outputs = event.outputs() == null ? List.of() : event.outputs();
      for (Output output : outputs) {
        tableOf(output).ifPresent(table -> add(self, table));
      }
      outputs.forEach(this::columns);
      Sighting sighting = new Sighting(key, event.run(), event.task(), event.attempt(), at);
      return new Observation(sighting, flows, truncated);
    }

    /** What the manifest says it is made from, of which anything is there. */
    private void planned() {
      for (Dependency dependency : asset.map(Asset::dependencies).orElse(List.of())) {
        if (!before.runs().materializations().of(dependency.asset()).isEmpty()) {
          add(new Flow(EntityName.of(dependency.asset()), self, false));
        }
      }
    }

    private void input(Input input) {
      if (input.asset() != null) {
        add(EntityName.of(input.asset()), self);
      }
      if (input.table() != null) {
        EntityName.of(input.table()).ifPresent(table -> add(table, self));
      }
    }

    /** The table of an output: the one it names, else the one that the asset is linked to. */
    private Optional<EntityName> tableOf(Output output) {
      return output.table() == null
          ? asset.map(Asset::table).flatMap(EntityName::of)
          : EntityName.of(output.table());
    }

    private void columns(Output output) {
      if (output.columns() == null || (output.table() != null && tableOf(output).isEmpty())) {
        return;
      }
      EntityName owner = tableOf(output).orElse(self);
      for (Output.Column column : output.columns()) {
        Optional<EntityName> to = owner.column(column.name());
        if (to.isPresent() && column.inputs() != null) {
          column.inputs().forEach(source -> source(source, to.get()));
        }
      }
    }

    private void source(Output.Source source, EntityName to) {
      Optional<EntityName> owner =
          source.table() != null
              ? EntityName.of(source.table())
              : Optional.of(ownerOf(source.asset()));
      owner.flatMap(one -> one.column(source.column())).ifPresent(from -> add(from, to));
    }

    /** What the columns of an asset belong to: its table, if it is linked to one. */
    private EntityName ownerOf(AssetKey source) {
      Optional<TableLink> table = before.asset(info.manifestVersion(), source).map(Asset::table);
      return table.flatMap(EntityName::of).orElseGet(() -> EntityName.of(source));
    }

    private void add(EntityName from, EntityName to) {
      add(new Flow(from, to, true));
    }

    private void add(Flow flow) {
      if (known.contains(flow)) {
        return;
      }
      if (flows.size() == MAX_FLOWS) {
        truncated = true;
        return;
      }
      known.add(flow);
      flows.add(flow);
    }
  }
}
