package io.arco.simulation;

import io.arco.simulation.PlantedBug.Change;
import java.util.List;
import java.util.stream.Stream;

/** The bugs that the simulation must find. */
final class PlantedBugs {
  private static final String LOG = "io.arco.log.NumberedLog";
  private static final String LOOP = "io.arco.ledger.CommitLoop";

  static final List<PlantedBug> ALL =
      List.of(
          bug(
              "absent after a timeout taken as failure",
              LOG,
              2,
              new Plant(
                  "else if (got.result().isEmpty()) { again(this::put);",
                  "else if (got.result().isEmpty()) { decided.fail(new"
                      + " io.arco.store.StoreException("
                      + "io.arco.store.StoreException.Kind.TRANSIENT, \"absent\", null));")),
          bug(
              "own 412 taken as loss",
              LOG,
              1,
              new Plant(
                  "private boolean undecided;",
                  "private boolean undecided; private boolean refusedByStore;"),
              new Plant(
                  "undecided = true; look();",
                  "undecided = true;"
                      + " refusedByStore |= outcome instanceof PutOutcome.PreconditionFailed;"
                      + " look();"),
              new Plant(
                  "else if (Arrays.equals(got.result().get(), bytes)) {",
                  "else if (!refusedByStore && Arrays.equals(got.result().get(), bytes)) {")),
          bug(
              "rejection answered before its batch",
              "io.arco.ledger.Decider",
              2,
              new Plant(
                  "private void refuse(Pending pending, Problem problem) {",
                  "private void refuse(Pending pending, Problem problem) {"
                      + " pending.fail(problem);")),
          bug(
              "next slot put while one is undecided",
              LOG,
              1,
              new Plant(
                  "undecided = true; look();",
                  "undecided = true; decided.tryComplete(new Decided.Won()); look();"),
              new Plant("decided.complete(outcome);", "decided.tryComplete(outcome);")),
          bug(
              "number re-opened by deletion",
              "io.arco.log.NumberFence",
              148,
              new Plant(
                  "return n <= neverDeleted || (n >= intactFrom && intactAt.millisTo(now()) <="
                      + " TRUST_MILLIS);",
                  "return true;")),
          new PlantedBug(
              "stale hint trusted",
              List.of(
                  new Change(
                      "io.arco.snapshot.NewestManifest",
                      "if (bytes.isEmpty()) { return ended(from); }",
                      "if (bytes.isEmpty() || !isListed(from)) { return found(from); }"),
                  new Change(
                      "io.arco.compactor.Publisher",
                      "private Future<Boolean> goOn() { return",
                      "private Future<Boolean> goOn() { if (true) { return openAnew(); } return")),
              2,
              false),
          bug(
              "hint written backwards",
              "io.arco.compactor.HintWriter",
              47,
              new Plant(
                  "if (Hint.manifestIn(found.bytes()).orElse(0) >= hint.manifest()) {",
                  "if (Hint.manifestIn(found.bytes()).orElse(0) == hint.manifest()) {")),
          bug(
              "file resurrected under garbage collection",
              "io.arco.gc.FileSweep",
              20,
              new Plant(
                  "return manifest.isPresent() && manifest.getAsLong() <= decided &&"
                      + " !isNamed(entry);",
                  "return manifest.isPresent() && !isNamed(entry);")),
          bug(
              "unknown event skipped",
              "io.arco.ledger.Fold",
              7,
              new Plant(
                  "step.apply(domains.indexOf(event.domain()), decode(object, event), caller);",
                  "Event known = decode(object, event); if (known != null) {"
                      + " step.apply(domains.indexOf(event.domain()), known, caller); }"),
              new Plant("if (type == null) {", "if (type == null) { if (true) { return null; }")),
          bug(
              "key expiry by wall clock",
              "io.arco.ledger.Decider",
              29,
              new Plant("if (use == null) { answer.run(", "if (true) { answer.run(")),
          bug(
              "read without head check",
              "io.arco.ledger.Reads",
              1,
              new Plant("&& options.maxStaleMillis() > 0", ""),
              new Plant("&& headWatch.seenWithin(options.maxStaleMillis())) {", ") {")),
          bug(
              "snapshot without idempotency keys",
              "io.arco.ledger.CommittedChange",
              1,
              new Plant(
                  "keysAdded.forEach(use -> sink.put(LedgerTables.IDEMPOTENCY_KEYS, use.row()));",
                  "")),
          bug(
              "grace counted from creation",
              "io.arco.gc.ManifestSweep",
              244,
              new Plant(
                  "&& witness.timeMillis() <= graceLimitMillis",
                  "&& before.timeMillis() <= graceLimitMillis")),
          bug(
              "two compactors both publishing",
              "io.arco.compactor.Publisher",
              6,
              new Plant("if (!(decided instanceof Decided.Won)) {", "if (false) {")),
          bug(
              "acknowledged before the put",
              LOOP,
              1,
              new Plant(
                  "log.append(sequence, batch.bytes(), batch.previous())",
                  "batch.outcomes().forEach(outcome -> outcome.answer().run());"
                      + " log.append(sequence, batch.bytes(), batch.previous())")));

  private PlantedBugs() {}

  private static PlantedBug bug(String name, String type, long seed, Plant... plants) {
    List<Change> changes =
        Stream.of(plants).map(plant -> new Change(type, plant.sound(), plant.broken())).toList();
    return new PlantedBug(name, changes, seed, false);
  }

  /** A change of the one class that a bug is in. */
  private record Plant(String sound, String broken) {}
}
