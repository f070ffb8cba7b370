package io.arco.planner.run;

import io.arco.planner.manifest.Asset;
import java.util.List;

/**
 * What a worker is told of a task, beyond the lease.
 *
 * @param run its run
 * @param task its number
 * @param asset the asset's definition in the version that the run pins
 * @param partition its key as canonical text; empty if the asset is not partitioned
 * @param codeVersion of what makes it, or null
 * @param upstream what it is made from and is there, by dependency, then key; at most {@link
 *     #MAX_UPSTREAM}
 * @param upstreamTruncated whether there is more
 */
public record Work(
    Run run,
    int task,
    Asset asset,
    String partition,
    String codeVersion,
    List<Materialization> upstream,
    boolean upstreamTruncated) {
  /** The most materialisations a worker is told of. */
  public static final int MAX_UPSTREAM = 1_000;
}
