package io.arco.simulation;

import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.plan.PartitionRequestReader;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.plan.Planner;
import io.arco.planner.run.RunBuilder;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.Trigger;
import io.arco.planner.selection.SelectionParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Makes up manifests, and requests for runs of few keys, so that they get in each other's way. */
final class RunRequests {
  private static final Instant LOGICAL_TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> SELECTIONS =
      List.of("*", "+mart.daily", "raw.a+", "mart.sums", "raw.*");

  private final SplittableRandom random;

  RunRequests(SplittableRandom random) {
    this.random = random;
  }

  /** One of three manifests, which differ in the version of their code. */
  DeployManifest deployment() {
    String text =
        """
        {"codeVersion":"v%d","assets":[
          {"key":"raw.a","kind":"fast","partitions":[
             {"name":"region","type":"static","values":["x","y","z"]}],%2$s},
          {"key":"raw.b","kind":"slow",%2$s},
          {"key":"mart.sums","kind":"fast","partitions":[
             {"name":"region","type":"static","values":["x","y","z"]}],
           "dependencies":[{"asset":"raw.a"}],%2$s},
          {"key":"mart.daily","kind":"slow",
           "dependencies":[{"asset":"mart.sums","mapping":{"type":"all"}},{"asset":"raw.b"}],%2$s},
          {"key":"mart.last","kind":"fast","dependencies":[{"asset":"mart.daily"}],%2$s}]}
        """
            .formatted(
                random.nextInt(3),
                "\"retry\":{\"maxAttempts\":"
                    + PlainRuns.MAX_ATTEMPTS
                    + ",\"delay\":\"PT1S\"},\"timeouts\":{\"start\":\"PT4S\","
                    + "\"heartbeat\":\"PT6S\",\"execution\":\"PT30S\",\"cancelGrace\":\"PT2S\"}");
    return new DeployManifest(Json.read(text.getBytes(StandardCharsets.UTF_8), NewManifest.class));
  }

  /** A run of some of it. */
  CreateRun any(OrchestrationState state) {
    String key = random.nextInt(3) == 0 ? null : "key" + random.nextInt(6);
    PlanMode mode = random.nextInt(4) == 0 ? PlanMode.MISSING : PlanMode.ALL;
    return run(state, SELECTIONS.get(random.nextInt(SELECTIONS.size())), mode, key);
  }

  /** A run of all of it. */
  CreateRun everything(OrchestrationState state) {
    return run(state, "*", PlanMode.ALL, null);
  }

  private static CreateRun run(
      OrchestrationState state, String selection, PlanMode mode, String key) {
    ManifestVersion version = state.current().orElseThrow();
    PlanInput input =
        new PlanInput(
            version.codeVersion(),
            SelectionParser.parse(selection),
            PartitionRequestReader.read(null),
            LOGICAL_TIME,
            mode);
    Plan plan =
        Planner.plan(state.graph(version.version()), input, state.runs().materializations());
    Hash asked = Hash.of((selection + mode).getBytes(StandardCharsets.UTF_8));
    return new CreateRun(
        key,
        asked,
        plan.fingerprint(),
        version.version(),
        version.codeVersion(),
        selection,
        null,
        LOGICAL_TIME,
        mode,
        Trigger.MANUAL,
        new TreeMap<>(),
        RunBuilder.of(plan, RunLimits.DEFAULT));
  }
}
