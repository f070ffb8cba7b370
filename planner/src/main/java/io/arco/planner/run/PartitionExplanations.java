package io.arco.planner.run;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Explanation.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains partitions of assets: pure. */
public final class PartitionExplanations {
  private PartitionExplanations() {}

  /**
   * The task that made a partition, if its run has left the state: who explains the partition needs
   * its explanation.
   *
   * @param partition its key as canonical text
   */
  public static Optional<TaskRef> pastMaker(Runs runs, AssetKey asset, String partition) {
    return runs.materializations()
        .of(asset, partition)
        .filter(made -> runs.run(made.run()).isEmpty())
        .map(made -> new TaskRef(made.run(), made.task()));
  }

  /**
   * How a partition came about, and what is about to make it: MATERIALIZED or MISSING.
   *
   * @param partition its key as canonical text
   * @param maker why the task is done that {@link #pastMaker} names; null if there is none, or
   *     nothing is known of it any more
   */
  public static Explanation explain(
      Runs runs, AssetKey asset, String partition, Explanation maker) {
    List<Link> links = new ArrayList<>();
    Optional<Materialization> made = runs.materializations().of(asset, partition);
    if (maker != null) {
      links.addAll(maker.links());
    }
    made.ifPresent(one -> links.addAll(made(runs, one)));
    int told = 0;
    for (Run run : runs.all()) {
      int task = run.state().isFinal() ? -1 : taskOf(run, asset, partition);
      if (task >= 0 && !run.task(task).state().isFinal() && told++ < Explanations.MAX_TASKS) {
        links.addAll(Explanations.task(runs, run, task).links());
      }
    }
    String name = partition.isEmpty() ? asset.text() : asset.text() + "[" + partition + "]";
    return new Explanation(name, name, made.isPresent() ? "MATERIALIZED" : "MISSING", links);
  }

  private static List<Link> made(Runs runs, Materialization one) {
    List<Link> links = new ArrayList<>();
    runs.run(one.run())
        .ifPresent(run -> links.addAll(Explanations.task(runs, run, one.task()).links()));
    links.add(
        new Link(
            Fact.MATERIALIZED,
            one.at().sequence(),
            one.at().committedAt(),
            "TaskCompleted",
            new TaskRef(one.run(), one.task()).text(),
            one.partition().isEmpty()
                ? one.asset().text()
                : one.asset().text() + "[" + one.partition() + "]",
            null,
            one.attempt(),
            null,
            null,
            null,
            null,
            null));
    return links;
  }

  private static int taskOf(Run run, AssetKey asset, String partition) {
    List<RunAsset> assets = run.definition().assets();
    for (int i = 0; i < assets.size(); i++) {
      int place =
          assets.get(i).asset().equals(asset) ? assets.get(i).keys().indexOf(partition) : -1;
      if (place >= 0) {
        return run.definition().firstTask(i) + place;
      }
    }
    return -1;
  }
}
