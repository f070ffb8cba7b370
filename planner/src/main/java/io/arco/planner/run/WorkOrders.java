package io.arco.planner.run;

import io.arco.planner.OrchestrationProblems;
import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.partition.PartitionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells what a worker must know of a task. Pure; takes microseconds for a task of few inputs. */
public final class WorkOrders {
  /** The most keys of an upstream that are looked at for one task. */
  static final int MAX_LOOKED_AT = 10 * Work.MAX_UPSTREAM;

  private final OrchestrationState state;
  private final Run run;

  private WorkOrders(OrchestrationState state, Run run) {
    this.state = state;
    this.run = run;
  }

  /**
   * The work that a task of a run in this state is.
   *
   * @throws IndexOutOfBoundsException if the run has no such task
   * @throws io.arco.problem.ProblemException ASSET_NOT_FOUND if its asset is not in the version
   *     that the run pins, which cannot be while the run is in the state
   */
  public static Work of(OrchestrationState state, Run run, int task) {
    return new WorkOrders(state, run).of(task);
  }

  private Work of(int task) {
    RunDefinition definition = run.definition();
    Asset asset = asset(definition.asset(task));
    String partition = definition.partition(task);
    List<UpstreamKeys> needed =
        definition.upstreamKeys(definition.assetOf(task), () -> upstreamKeys(asset));
    List<Materialization> found = new ArrayList<>();
    boolean truncated = false;
    PartitionKey key = PartitionKey.parse(partition);
    for (UpstreamKeys upstream : needed) {
      truncated |= find(upstream, upstream.of(key), found);
    }
    String codeVersion =
        asset.codeVersion() == null ? run.info().codeVersion() : asset.codeVersion();
    return new Work(run, task, asset, partition, codeVersion, found, truncated);
  }

  private Asset asset(RunAsset asset) {
    return state
        .asset(run.info().manifestVersion(), asset.asset())
        .orElseThrow(() -> OrchestrationProblems.assetNotFound(asset.asset().text()).asException());
  }

  private List<UpstreamKeys> upstreamKeys(Asset asset) {
    Instant at = run.info().logicalTime();
    KeySpace own = asset.partitionSpec().at(at);
    List<UpstreamKeys> all = new ArrayList<>();
    for (Dependency dependency : asset.dependencies()) {
      state
          .asset(run.info().manifestVersion(), dependency.asset())
          .map(
              upstream ->
                  new KeyMapping(dependency.mapping(), upstream.partitionSpec().at(at), own))
          .ifPresent(mapping -> all.add(new UpstreamKeys(dependency.asset(), own, mapping)));
    }
    return List.copyOf(all);
  }

  /** Adds what is there of these keys; answers whether some were not looked at. */
  private boolean find(UpstreamKeys upstream, KeySet keys, List<Materialization> found) {
    int looked = 0;
    for (int at = keys.next(0); at >= 0; at = keys.next(at + 1)) {
      if (found.size() == Work.MAX_UPSTREAM || looked == MAX_LOOKED_AT) {
        return true;
      }
      looked++;
      state
          .runs()
          .materializations()
          .of(upstream.asset(), upstream.textAt(at))
          .ifPresent(found::add);
    }
    return false;
  }
}
