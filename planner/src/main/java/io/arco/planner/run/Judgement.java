package io.arco.planner.run;

import io.arco.planner.manifest.CheckSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report comes to.
 *
 * @param outcome all things considered
 * @param checks the checks of the manifest and those that were reported besides, with severities;
 *     null if there are none
 * @param error why it failed; null if it did not
 */
public record Judgement(Outcome outcome, List<CheckResult> checks, TaskError error) {
  /**
   * Judges a report.
   *
   * @param specs the checks of the manifest
   * @param isCancelling whether the run is to be cancelled: else nobody asked the worker to stop
   */
  public static Judgement of(Report report, List<CheckSpec> specs, boolean isCancelling) {
    List<CheckResult> checks = checks(report, specs);
    List<CheckResult> shown = checks.isEmpty() ? null : checks;
    return switch (report.outcome()) {
      case SUCCEEDED -> succeeded(checks, shown);
      case FAILED -> new Judgement(Outcome.FAILED, shown, error(report, ErrorCategory.USER_CODE));
      case CANCELLED ->
          isCancelling
              ? new Judgement(Outcome.CANCELLED, shown, report.error())
              : new Judgement(Outcome.FAILED, shown, error(report, ErrorCategory.CANCELLED));
    };
  }

  private static Judgement succeeded(List<CheckResult> checks, List<CheckResult> shown) {
    List<String> failed =
        checks.stream()
            .filter(check -> !check.passed())
            .filter(check -> check.severity() != null && check.severity().isFatal())
            .map(CheckResult::name)
            .toList();
    if (failed.isEmpty()) {
      return new Judgement(Outcome.SUCCEEDED, shown, null);
    }
    String message = "Checks failed: " + String.join(", ", failed);
    return new Judgement(
        Outcome.FAILED, shown, new TaskError(ErrorCategory.DATA_QUALITY, message, null, null));
  }

  /** The error of a report, its category filled in. */
  private static TaskError error(Report report, ErrorCategory otherwise) {
    TaskError error = report.error();
    if (error == null) {
      return new TaskError(otherwise, null, null, null);
    }
    return error.category() != null
        ? error
        : new TaskError(otherwise, error.message(), error.stackTrace(), error.retryable());
  }

  /**
   * The manifest's checks in order, then what was reported besides. One of the manifest that was
   * not reported has failed, if the attempt says that it succeeded.
   */
  private static List<CheckResult> checks(Report report, List<CheckSpec> specs) {
    Map<String, CheckResult> reported = new HashMap<>();
    List<CheckResult> given = report.checks() == null ? List.of() : report.checks();
    given.forEach(check -> reported.put(check.name(), check));
    List<CheckResult> judged = new ArrayList<>();
    for (CheckSpec spec : specs) {
      CheckResult check = reported.remove(spec.name());
      if (check != null) {
        judged.add(with(check, spec.severity()));
      } else if (report.outcome() == Outcome.SUCCEEDED) {
        judged.add(new CheckResult(spec.name(), spec.severity(), false, null, "Not reported."));
      }
    }
    for (CheckResult check : given) {
      if (reported.containsKey(check.name())) {
        judged.add(with(check, null));
      }
    }
    return judged;
  }

  private static CheckResult with(CheckResult check, CheckSpec.Severity severity) {
    return new CheckResult(
        check.name(), severity, check.passed(), check.measured(), check.message());
  }

  /** Whether an error of this kind is tried again. */
  boolean isRetried() {
    return error.retryable() != null ? error.retryable() : error.category().isRetried();
  }
}
