package io.arco.planner.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.manifest.CheckSpec.Kind;
import io.arco.planner.manifest.CheckSpec.Severity;
import io.arco.planner.manifest.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of how an asset's tasks are done: retries, timeouts, checks. What is not said is filled
 * in, so that what is deployed keeps its meaning.
 */
final class ExecutionRules {
  private static final int MAX_ATTEMPTS = 100;
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManifestLimits limits;
  private final TextRules texts;

  ExecutionRules(ManifestLimits limits, TextRules texts) {
    this.limits = limits;
    this.texts = texts;
  }

  /** The policy; null if nothing is said of it, or what is said is wrong. */
  RetryPolicy retry(String field, JsonNode given) {
    JsonFields fields =
        fields(field, given, "maxAttempts", "delay", "backoff", "maxDelay", "jitter");
    if (fields == null) {
      return null;
    }
    RetryPolicy otherwise = RetryPolicy.DEFAULT;
    Integer attempts = fields.integer("maxAttempts", otherwise.maxAttempts(), 1, MAX_ATTEMPTS);
    Duration delay =
        fields.duration("delay", Duration.parse(otherwise.delay()), Duration.ZERO, LONGEST);
    Duration longest = Duration.parse(otherwise.maxDelay());
    if (delay != null && longest.compareTo(delay) < 0) {
      longest = delay;
    }
    Duration maxDelay =
        fields.duration("maxDelay", longest, delay == null ? Duration.ZERO : delay, LONGEST);
    Backoff backoff = fields.choice("backoff", otherwise.backoff(), Backoff.values());
    Double jitter = fields.number("jitter", otherwise.jitter(), 0, 1);
    boolean isGood =
        attempts != null && delay != null && maxDelay != null && backoff != null && jitter != null;
    return isGood
        ? new RetryPolicy(attempts, delay.toString(), backoff, maxDelay.toString(), jitter)
        : null;
  }

  /** The timeouts; null if nothing is said of them, or what is said is wrong. */
  Timeouts timeouts(String field, JsonNode given) {
    JsonFields fields = fields(field, given, "start", "heartbeat", "execution", "cancelGrace");
    if (fields == null) {
      return null;
    }
    Timeouts otherwise = Timeouts.DEFAULT;
    Duration start = fields.duration("start", Duration.parse(otherwise.start()), SECOND, LONGEST);
    Duration heartbeat =
        fields.duration("heartbeat", Duration.parse(otherwise.heartbeat()), SECOND, LONGEST);
    Duration execution = fields.duration("execution", null, SECOND, LONGEST);
    Duration grace =
        fields.duration("cancelGrace", Duration.parse(otherwise.cancelGrace()), SECOND, LONGEST);
    if (start == null || heartbeat == null || grace == null) {
      return null;
    }
    return new Timeouts(
        start.toString(),
        heartbeat.toString(),
        execution == null ? null : execution.toString(),
        grace.toString());
  }

  /** The checks by name; null if there are none. */
  List<CheckSpec> checks(String field, JsonNode given) {
    if (given == null || given.isNull()) {
      return null;
    }
    if (!given.isArray()) {
      texts.wrong(field, null, "a list of checks");
      return null;
    }
    texts.count(field, given.size(), limits.checks());
    Set<String> names = new HashSet<>();
    List<CheckSpec> checks = new ArrayList<>();
    for (int i = 0; i < Math.min(given.size(), limits.checks()); i++) {
      CheckSpec check = check(field + "/" + i, given.get(i));
      if (check != null && !names.add(check.name())) {
        texts.wrong(field + "/" + i + "/name", check.name(), "each name once");
      } else if (check != null) {
        checks.add(check);
      }
    }
    checks.sort(Comparator.comparing(CheckSpec::name));
    return checks.isEmpty() ? null : checks;
  }

  private CheckSpec check(String field, JsonNode given) {
    JsonFields fields = fields(field, given, "name", "kind", "severity", "parameters");
    if (fields == null) {
      if (given.isNull()) {
        texts.wrong(field, null, "a check");
      }
      return null;
    }
    String name = fields.text("name");
    texts.word(field + "/name", name, true);
    Kind kind = fields.choice("kind", null, Kind.values());
    Severity severity = fields.choice("severity", Severity.ERROR, Severity.values());
    if (kind == null && !given.has("kind")) {
      texts.required(field + "/kind", null);
    }
    if (name == null || kind == null || severity == null) {
      return null;
    }
    CheckRules rules = new CheckRules(limits, texts);
    JsonNode parameters = rules.parameters(field + "/parameters", kind, given.get("parameters"));
    return parameters == null ? null : new CheckSpec(name, kind, severity, parameters);
  }

  private JsonFields fields(String field, JsonNode given, String... names) {
    if (given == null || given.isNull()) {
      return null;
    }
    if (!given.isObject()) {
      texts.wrong(field, null, "an object");
      return null;
    }
    JsonFields fields = new JsonFields(field, given, texts);
    fields.only(Set.of(names));
    return fields;
  }
}
