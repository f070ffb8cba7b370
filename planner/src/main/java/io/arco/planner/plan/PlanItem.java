package io.arco.planner.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.AssetKey;
import java.util.List;

/**
 * One line of a plan: a task, or keys of an asset that are skipped for one reason. What does not
 * belong to its action is null.
 *
 * @param action what it is
 * @param asset of which asset
 * @param stage how many assets stand above it in the plan, along the longest way
 * @param partition of a task: its key; empty if the asset is not partitioned
 * @param reason why
 * @param needed of a task that nobody asked for: the first asset whose tasks need it
 * @param selectedBy the part of the selection that brought the asset
 * @param relation how that part reaches the asset
 * @param waitsFor of a task: what must be done before
 * @param unplanned of a task: what it is made from and the plan does not make
 * @param keys of skipped ones: which
 */
@JsonPropertyOrder({
  "action",
  "asset",
  "stage",
  "partition",
  "reason",
  "needed",
  "selectedBy",
  "relation",
  "waitsFor",
  "unplanned",
  "keys"
})
public record PlanItem(
    Action action,
    AssetKey asset,
    int stage,
    String partition,
    Reason reason,
    AssetKey needed,
    String selectedBy,
    String relation,
    List<Keys> waitsFor,
    List<Keys> unplanned,
    Keys keys) {
  /** What a line is. */
  public enum Action {
    /** A task would be done. */
    TASK,
    /** Keys would not be done. */
    SKIP
  }

  /** Why a task is in a plan, or keys are not. */
  public enum Reason {
    /** The key was asked for. */
    REQUESTED,
    /** A task of an asset made from it needs it. */
    NEEDED,
    /** It is there already. */
    ALREADY_MATERIALIZED,
    /** The asset has no key of those asked for, and nobody needs one. */
    NO_KEYS
  }

  /**
   * Some keys of an asset.
   *
   * @param asset whose
   * @param count how many
   * @param first the first of them, null if there are none
   * @param last the last of them, null if there are none
   */
  @JsonPropertyOrder({"asset", "count", "first", "last"})
  public record Keys(AssetKey asset, int count, String first, String last) {}
}
