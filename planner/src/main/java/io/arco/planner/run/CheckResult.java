package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.manifest.CheckSpec;

/**
 * What came of a check. A worker reports it without severity; judged, it has that of the manifest.
 *
 * @param name of which check
 * @param severity how bad it is if it fails; null for one that the manifest does not have
 * @param passed whether it holds
 * @param measured what was measured, or null
 * @param message what is said about it, or null
 */
@JsonPropertyOrder({"name", "severity", "passed", "measured", "message"})
public record CheckResult(
    String name, CheckSpec.Severity severity, boolean passed, Double measured, String message) {}
