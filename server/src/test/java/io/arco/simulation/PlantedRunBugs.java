package io.arco.simulation;

import io.arco.simulation.PlantedBug.Change;
import java.util.List;

/** The bugs of runs, tasks and workers that the simulation must find. */
final class PlantedRunBugs {
  private static final String ATTEMPTS = "io.arco.planner.run.AttemptDecisions";
  private static final String DISPATCH = "io.arco.server.dispatch.Dispatch";

  static final List<PlantedBug> ALL =
      List.of(
          bug(
              "late report of an old attempt taken",
              1,
              ATTEMPTS,
              "if (named.lives(attempt, id)) { return; }",
              "if (task.live() != null) { return; }"),
          bug(
              "repeated report refused",
              1,
              ATTEMPTS,
              "if (past != null && hash.equals(past.reportHash())) {",
              "if (false) {"),
          bug(
              "task leased when one of those it waits for is done",
              1,
              "io.arco.planner.run.RunEdit",
              "if (unmet >= 0) {",
              "if (unmet >= 0 && number < 0) {"),
          bug(
              "partition made by two runs at once",
              1,
              "io.arco.planner.run.Runs",
              "return makers.at(asset, key).isEmpty() &&",
              "return"),
          bug(
              "second run of a key",
              1,
              "io.arco.planner.run.RunCreations",
              "if (key.isPresent()) {",
              "if (false) {"),
          new PlantedBug(
              "run key forgotten when its run leaves",
              List.of(
                  new Change(
                      "io.arco.planner.run.RunKeys", "private RunKeys minus(", "RunKeys minus("),
                  new Change(
                      "io.arco.planner.run.RunsEdit",
                      "runs = runs.minus(run);",
                      "runs = runs.minus(run);"
                          + " if (gone.info().runKey() != null) {"
                          + " keys = keys.minus(gone.info().runKey()); }")),
              3,
              true),
          bug("heartbeats kept in memory alone", 5, DISPATCH, "parts.extensions().add(watch);", ""),
          bug(
              "timers not rebuilt from the state",
              1,
              DISPATCH,
              "look(ledger.state()); }",
              "seen = ledger.state().sequence(); look(ledger.state()); }"));

  private PlantedRunBugs() {}

  private static PlantedBug bug(String name, long seed, String type, String sound, String broken) {
    return new PlantedBug(name, List.of(new Change(type, sound, broken)), seed, true);
  }
}
