package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.AssetKey;
import java.util.List;

/**
 * What a run does of one asset.
 *
 * @param asset which
 * @param kind what makes it, as workers know it
 * @param keys a task for each of these partition keys, in order; canonical texts
 * @param skipped how many keys that were asked for are left out, since they are there already
 * @param upstream which tasks of other assets its tasks wait for
 */
@JsonPropertyOrder({"asset", "kind", "keys", "skipped", "upstream"})
public record RunAsset(
    AssetKey asset, String kind, List<String> keys, int skipped, List<Upstream> upstream) {
  /** Copies the lists. */
  public RunAsset {
    keys = List.copyOf(keys);
    upstream = List.copyOf(upstream);
  }

  /**
   * Which tasks of another asset each task waits for.
   *
   * @param asset the other asset's place in the run, before this one's
   * @param ranges which of its tasks; null: each task waits for the one at the same place
   */
  @JsonPropertyOrder({"asset", "ranges"})
  public record Upstream(int asset, TaskRanges ranges) {}
}
