package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.ledger.LedgerOptions;
import io.arco.server.config.ConfigInputs;
import io.arco.server.config.ConfigLoader;
import io.arco.server.doctor.Check;
import io.arco.server.doctor.Estimate;
import io.arco.server.doctor.Prices;
import io.arco.server.doctor.StoreChecks;
import io.arco.server.doctor.StoreLatencies;
import io.arco.server.doctor.Timings;
import io.arco.server.doctor.Workload;
import io.arco.store.Listing;
import io.arco.store.Prefix;
import io.arco.store.StoreLocation;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code arco doctor}: whether a store is fit, how fast it is, and what it will cost. */
@Command(
    name = "doctor",
    description = {
      "Try a store: conditional writes, races, reads after writes, lists, ranges; how long",
      "requests take; how many commits a second that allows, and what a month costs.",
      "Writes in a folder of its own and removes it again."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Prefix FOLDER = new Prefix("doctor/");

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private DoctorOptions options;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      required = true,
      description = "file:DIRECTORY, memory: or s3://BUCKET/PREFIX.")
  private String store;

  @Override
  public Integer call() {
    options
        .mistake()
        .ifPresent(
            mistake -> {
              throw new ParameterException(spec.commandLine(), mistake);
            });
    try (OpenStore open = OpenStore.orMade(store)) {
      Prefix folder = FOLDER.folder("%016x".formatted(open.runtime().random().nextLong()));
      Found found;
      try {
        found = examine(open, folder);
      } finally {
        open.await(() -> removed(open, folder));
      }
      return print(found);
    }
  }

  private record Found(List<Check> checks, Map<String, Timings> timings, Estimate estimate) {}

  private Found examine(OpenStore open, Prefix folder) {
    List<Check> checks =
        open.await(
            () ->
                new StoreChecks(
                        open.store(), folder.folder("checks"), options.writers(), options.rounds())
                    .run());
    Map<String, Timings> timings =
        open.await(
            () ->
                new StoreLatencies(
                        open.store(),
                        open.runtime().clock(),
                        folder.folder("latencies"),
                        options.samples(),
                        options.objectBytes())
                    .measure());
    return new Found(
        checks,
        timings,
        Estimate.of(
            timings.get("put"),
            timings.get("get"),
            LedgerOptions.DEFAULT.maxBatchCommands(),
            snapshotMillis(),
            options.workload(),
            options.prices()));
  }

  /** As a server on this store would be configured. */
  private long snapshotMillis() {
    ConfigInputs.Flag flag = new ConfigInputs.Flag("--store", "store", List.of(configured()));
    return ConfigLoader.load(new ConfigInputs(Optional.empty(), Map.of(), List.of(flag)))
        .config()
        .compaction()
        .minIntervalMillis();
  }

  /** A path alone is a directory here, and none to a server. */
  private String configured() {
    return StoreLocation.parse(store).toString();
  }

  /** Removes everything in the folder, however much a run that failed has left. */
  private static Future<Void> removed(OpenStore open, Prefix folder) {
    return open.store()
        .list(folder, null, Listing.MAX_LIMIT)
        .compose(
            page ->
                Future.join(
                        page.entries().stream()
                            .map(entry -> open.store().delete(entry.key()))
                            .toList())
                    .compose(
                        deleted ->
                            page.complete() ? Future.succeededFuture() : removed(open, folder)));
  }

  private int print(Found found) {
    List<List<JsonNode>> cells = new ArrayList<>();
    for (Check check : found.checks()) {
      cells.add(row(check.name(), check.ok() ? "ok" : "BROKEN", check.detail()));
    }
    found
        .timings()
        .forEach(
            (name, t) ->
                cells.add(
                    row(
                        name + ", " + options.samples() + " times",
                        format("p50 %.2f ms", t.p50()),
                        format("p90 %.2f, p99 %.2f, max %.2f ms", t.p90(), t.p99(), t.max()))));
    Estimate estimate = found.estimate();
    Workload workload = options.workload();
    Prices prices = options.prices();
    cells.add(
        row(
            "commits a second",
            format("%.0f", estimate.commitsPerSecond()),
            format("%.0f commands in full batches", estimate.commandsPerSecond())));
    cells.add(
        row(
            "requests a month",
            format("%.2f million", (estimate.putsPerMonth() + estimate.getsPerMonth()) / 1e6),
            format(
                "at %s writes/s and %s reads/s",
                plain(workload.writesPerSecond()), plain(workload.readsPerSecond()))));
    cells.add(
        row(
            "cost a month",
            format("USD %.2f", estimate.costPerMonth()),
            format(
                "%s/1000 puts, %s/1000 gets, %s GB at %s",
                plain(prices.putPerThousand()),
                plain(prices.getPerThousand()),
                plain(workload.storageGb()),
                plain(prices.storagePerGbMonth()))));
    List<Rows.Column> columns =
        List.of(
            new Rows.Column("what", false),
            new Rows.Column("result", false),
            new Rows.Column("detail", false));
    output.print(spec.commandLine(), new Rows(columns, cells, false, document(found)));
    return verdict(found.checks());
  }

  private int verdict(List<Check> checks) {
    String broken =
        checks.stream()
            .filter(check -> !check.ok())
            .map(check -> check.name() + " (" + check.detail() + ")")
            .collect(Collectors.joining(", "));
    if (broken.isEmpty()) {
      return ExitCode.OK;
    }
    spec.commandLine().getErr().println("arco: the store is not fit for Arco: " + broken);
    return ExitCode.FAILED;
  }

  private ObjectNode document(Found found) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("fit", found.checks().stream().allMatch(Check::ok));
    document.set("checks", Json.MAPPER.valueToTree(found.checks()));
    document.set("latencyMillis", Json.MAPPER.valueToTree(found.timings()));
    document.set("estimate", Json.MAPPER.valueToTree(found.estimate()));
    document.set("workload", Json.MAPPER.valueToTree(options.workload()));
    document.set("prices", Json.MAPPER.valueToTree(options.prices()));
    return document;
  }

  private static List<JsonNode> row(String what, String result, String detail) {
    var nodes = Json.MAPPER.getNodeFactory();
    return List.of(nodes.textNode(what), nodes.textNode(result), nodes.textNode(detail));
  }

  /** Without an exponent. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
