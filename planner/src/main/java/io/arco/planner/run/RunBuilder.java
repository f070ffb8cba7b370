package io.arco.planner.run;

import io.arco.planner.partition.KeySet;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.Plan.Link;
import io.arco.planner.plan.Plan.Part;
import java.util.ArrayList;
import java.util.List;

/** Makes the tasks of a run of a plan. Pure; may take a while: called on a worker. */
public final class RunBuilder {
  private final RunLimits limits;
  private long ranges;

  private RunBuilder(RunLimits limits) {
    this.limits = limits;
  }

  /**
   * The tasks of a plan, numbered in its order, each with what it waits for.
   *
   * @throws io.arco.problem.ProblemException LIMIT_REACHED: more tasks, or more ranges of tasks
   *     that they wait for, than a run may have
   */
  public static List<RunAsset> of(Plan plan, RunLimits limits) {
    if (plan.tasks() > limits.maxRunTasks()) {
      throw RunProblems.tooManyTasks(limits.maxRunTasks(), plan.tasks()).asException();
    }
    return new RunBuilder(limits).build(plan.parts());
  }

  private List<RunAsset> build(List<Part> parts) {
    List<RunAsset> assets = new ArrayList<>();
    for (Part part : parts) {
      List<String> keys = new ArrayList<>();
      for (int at = part.tasks().next(0); at >= 0; at = part.tasks().next(at + 1)) {
        keys.add(part.space().keyAt(at).text());
      }
      List<RunAsset.Upstream> upstream = new ArrayList<>();
      for (Link link : part.links()) {
        TaskRanges needs = needs(part.tasks(), link, parts.get(link.part()).tasks());
        if (needs != null) {
          boolean isSame = isSame(needs, keys.size(), parts.get(link.part()).tasks().size());
          upstream.add(new RunAsset.Upstream(link.part(), isSame ? null : needs));
        }
      }
      assets.add(
          new RunAsset(part.asset().key(), part.asset().kind(), keys, part.skipped(), upstream));
    }
    return assets;
  }

  /** Which of the other's tasks each task waits for; null if none waits for any. */
  private TaskRanges needs(KeySet tasks, Link link, KeySet others) {
    if (tasks.isEmpty() || others.isEmpty()) {
      return null;
    }
    TaskRanges.Builder builder = new TaskRanges.Builder();
    boolean isAny = false;
    KeySet last = null;
    int[] places = {};
    for (int at = tasks.next(0); at >= 0; at = tasks.next(at + 1)) {
      KeySet needed = link.mapping().upstreamOf(KeySet.of(at)).and(others);
      if (!needed.equals(last)) {
        places = places(needed, others);
        last = needed;
      }
      isAny |= places.length > 0;
      builder.add(places);
      if (ranges + builder.ranges() > limits.maxRunRanges()) {
        throw RunProblems.tooManyRanges(limits.maxRunRanges(), ranges + builder.ranges())
            .asException();
      }
    }
    ranges += builder.ranges();
    return isAny ? builder.build() : null;
  }

  /** Positions as places among the others, in ranges; adjacent ones joined. */
  private static int[] places(KeySet needed, KeySet others) {
    Ranges places = new Ranges();
    needed.runs(
        (from, to) -> {
          int place = others.rank(from);
          places.add(place, place + to - from);
        });
    return places.toArray();
  }

  private static boolean isSame(TaskRanges needs, int own, int others) {
    int[][] lines = needs.lines();
    if (own != others || lines.length != own) {
      return false;
    }
    for (int i = 0; i < own; i++) {
      if (lines[i].length != 3 || lines[i][1] != i || lines[i][2] != i + 1) {
        return false;
      }
    }
    return true;
  }
}
