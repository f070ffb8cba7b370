package io.arco.planner.run;

import io.arco.planner.manifest.TableLink;
import io.arco.planner.run.RunLimits.ReportLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of what workers report; fields are pointers into the report. */
final class ReportRules {
  private final ReportLimits limits;
  private final Texts texts;
  private final Texts messages;
  private final Texts traces;

  ReportRules(ReportLimits limits) {
    this.limits = limits;
    this.texts = new Texts(limits.textCharacters());
    this.messages = new Texts(limits.messageCharacters());
    this.traces = new Texts(limits.traceCharacters());
  }

  /**
   * Checks a report.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, naming the {@code field}
   */
  void check(Report report) {
    if (report.outcome() == null) {
      throw RunProblems.wrong("/outcome", "SUCCEEDED, FAILED or CANCELLED").asException();
    }
    each("/outputs", report.outputs(), limits.outputs(), this::output);
    each("/inputs", report.inputs(), limits.inputs(), this::input);
    checks(report.checks());
    error(report);
    metrics(report.metrics());
    texts.optional("/cancelledDuringPhase", report.cancelledDuringPhase());
  }

  private interface Rule<T> {
    void check(String field, T value);
  }

  private static <T> void each(String field, List<T> values, int limit, Rule<T> rule) {
    if (values == null) {
      return;
    }
    count(field, values.size(), limit);
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        throw RunProblems.wrong(field + "/" + i, "a value").asException();
      }
      rule.check(field + "/" + i, values.get(i));
    }
  }

  private static void count(String field, int count, int limit) {
    if (count > limit) {
      throw RunProblems.wrong(field, "at most " + limit).asException();
    }
  }

  private void output(String field, Output output) {
    table(field + "/table", output.table());
    texts.optional(field + "/location", output.location());
    texts.optional(field + "/format", output.format());
    texts.optional(field + "/version", output.version());
    texts.lines(field + "/partitionKey", output.partitionKey());
    notNegative(field + "/rowCount", output.rowCount());
    notNegative(field + "/byteSize", output.byteSize());
    each(field + "/columns", output.columns(), limits.columns(), this::column);
  }

  private void column(String field, Output.Column column) {
    texts.required(field + "/name", column.name());
    texts.required(field + "/type", column.type());
    each(field + "/inputs", column.inputs(), limits.columns(), this::source);
  }

  private void source(String field, Output.Source source) {
    if ((source.asset() == null) == (source.table() == null)) {
      throw RunProblems.wrong(field, "an asset or a table").asException();
    }
    table(field + "/table", source.table());
    texts.required(field + "/column", source.column());
  }

  private void input(String field, Input input) {
    if (input.asset() == null && input.table() == null) {
      throw RunProblems.wrong(field, "an asset or a table").asException();
    }
    table(field + "/table", input.table());
    texts.optional(field + "/version", input.version());
    texts.lines(field + "/partitionKey", input.partitionKey());
  }

  private void table(String field, TableLink table) {
    if (table != null) {
      texts.required(field + "/catalog", table.catalog());
      texts.required(field + "/schema", table.schema());
      texts.required(field + "/name", table.name());
    }
  }

  private static void notNegative(String field, Long number) {
    if (number != null && number < 0) {
      throw RunProblems.wrong(field, "a number from 0").asException();
    }
  }

  private void checks(List<CheckResult> checks) {
    Set<String> names = new HashSet<>();
    each(
        "/checks",
        checks,
        limits.checks(),
        (field, check) -> {
          texts.required(field + "/name", check.name());
          if (!names.add(check.name())) {
            throw RunProblems.wrong(field + "/name", "each check once").asException();
          }
          if (check.severity() != null) {
            throw RunProblems.wrong(field + "/severity", "nothing: the manifest says it")
                .asException();
          }
          if (check.measured() != null && !Double.isFinite(check.measured())) {
            throw RunProblems.wrong(field + "/measured", "a finite number").asException();
          }
          messages.lines(field + "/message", check.message());
        });
  }

  private void error(Report report) {
    TaskError error = report.error();
    if (error == null) {
      return;
    }
    if (report.outcome() == Outcome.SUCCEEDED) {
      throw RunProblems.wrong("/error", "nothing where it succeeded").asException();
    }
    messages.lines("/error/message", error.message());
    traces.lines("/error/stackTrace", error.stackTrace());
  }

  private void metrics(Map<String, Double> metrics) {
    if (metrics == null) {
      return;
    }
    count("/metrics", metrics.size(), limits.metrics());
    metrics.forEach(
        (name, value) -> {
          texts.required("/metrics", name);
          if (value == null || !Double.isFinite(value)) {
            throw RunProblems.wrong("/metrics/" + name, "a finite number").asException();
          }
        });
  }
}
