package io.arco.planner.run;

import io.arco.planner.run.RunAsset.Upstream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of the tasks of a run, so that any event that was decided folds. */
final class RunAssetRules {
  private RunAssetRules() {}

  /** Checks that every task waits for tasks that are there and stand before it. */
  static void check(List<RunAsset> assets, int maxRanges) {
    long ranges = 0;
    for (int i = 0; i < assets.size(); i++) {
      String field = "/assets/" + i;
      Set<Integer> seen = new HashSet<>();
      for (Upstream upstream : assets.get(i).upstream()) {
        if (!seen.add(upstream.asset())) {
          throw RunProblems.wrong(field, "each upstream once").asException();
        }
        if (upstream.asset() < 0 || upstream.asset() >= i) {
          throw RunProblems.wrong(field, "an asset that stands before").asException();
        }
        int own = assets.get(i).keys().size();
        int others = assets.get(upstream.asset()).keys().size();
        if (upstream.ranges() == null) {
          checkSame(field, own, others);
          ranges += own;
        } else {
          ranges += check(field, upstream.ranges(), own, others);
        }
      }
    }
    if (ranges > maxRanges) {
      throw RunProblems.tooManyRanges(maxRanges, ranges).asException();
    }
  }

  private static void checkSame(String field, int own, int others) {
    if (own != others) {
      throw RunProblems.wrong(field, "as many tasks as it waits for").asException();
    }
  }

  /** How many ranges its lines have. */
  private static long check(String field, TaskRanges ranges, int own, int others) {
    long tasks = 0;
    long count = 0;
    for (int[] line : ranges.lines()) {
      if (line.length % 2 == 0 || line[0] < 1) {
        throw RunProblems.wrong(field, "lines of a count and ranges").asException();
      }
      tasks += line[0];
      count += line.length / 2;
      int end = -1;
      for (int at = 1; at < line.length; at += 2) {
        if (line[at] <= end || line[at] < 0 || line[at + 1] <= line[at]) {
          throw RunProblems.wrong(field, "ranges that ascend").asException();
        }
        end = line[at + 1];
      }
      if (end > others) {
        throw RunProblems.wrong(field, "ranges of tasks that are there").asException();
      }
    }
    if (tasks != own) {
      throw RunProblems.wrong(field, "a line for each task").asException();
    }
    return count;
  }
}
