package io.arco.planner;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;

/** The problems orchestration answers, each text in one place. */
public final class OrchestrationProblems {
  private OrchestrationProblems() {}

  /** A value is missing: INVALID_REQUEST. */
  public static Problem required(String field) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A value is missing.").with("field", field);
  }

  /** No manifest of this version is kept: MANIFEST_NOT_FOUND. */
  public static Problem manifestNotFound(long version) {
    return Problem.of(ErrorCode.MANIFEST_NOT_FOUND, "No manifest of this version is kept.")
        .with("version", version);
  }

  /** None was ever deployed: MANIFEST_NOT_FOUND. */
  public static Problem noManifest() {
    return Problem.of(ErrorCode.MANIFEST_NOT_FOUND, "No manifest was deployed here yet.");
  }

  /** No asset of this key in the current manifest: ASSET_NOT_FOUND. */
  public static Problem assetNotFound(String key) {
    return Problem.of(ErrorCode.ASSET_NOT_FOUND, "There is no such asset in the current manifest.")
        .with("asset", key);
  }

  /** No plan of this id is kept: PLAN_NOT_FOUND. */
  public static Problem planNotFound(String id) {
    return Problem.of(ErrorCode.PLAN_NOT_FOUND, "No plan of this id is kept.").with("plan", id);
  }

  /** A stored plan comes out as another: PLAN_NOT_REPRODUCIBLE. */
  public static Problem planNotReproducible(StoredPlan plan, String fingerprint) {
    return Problem.of(
            ErrorCode.PLAN_NOT_REPRODUCIBLE,
            "The stored plan can't be shown: this server works out another.")
        .with("plan", plan.id().toString())
        .with("fingerprint", plan.fingerprint().hex())
        .with("found", fingerprint);
  }
}
