package io.arco.planner.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups of a run: tasks of one asset that wait for the very same tasks. Groups are numbered by
 * their first tasks. All of it is in a few arrays, made once.
 */
final class TaskGroups {
  private final int[] groupOf;
  private final int[] memberStart;
  private final int[] members;
  private final int[][] needs;
  private final int[] watcherStart;
  private final int[] watchers;

  private record Needs(int[] ranges) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Needs needs && Arrays.equals(ranges, needs.ranges);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ranges);
    }
  }

  private TaskGroups(int[] groupOf, int[][] needs) {
    this.groupOf = groupOf;
    this.needs = needs;
    int[] starts = new int[needs.length + 1];
    for (int group : groupOf) {
      if (group >= 0) {
        starts[group + 1]++;
      }
    }
    this.memberStart = summed(starts);
    this.members = new int[starts[needs.length]];
    int[] next = starts.clone();
    for (int task = 0; task < groupOf.length; task++) {
      if (groupOf[task] >= 0) {
        members[next[groupOf[task]]++] = task;
      }
    }
    int[] watched = new int[groupOf.length + 1];
    for (int[] ranges : needs) {
      watched[last(ranges) + 1]++;
    }
    this.watcherStart = summed(watched);
    this.watchers = new int[needs.length];
    int[] free = watched.clone();
    for (int group = 0; group < needs.length; group++) {
      watchers[free[last(needs[group])]++] = group;
    }
  }

  /** Sums up in place. */
  private static int[] summed(int[] counts) {
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts;
  }

  /** The groups of these assets, whose first tasks have these numbers. */
  static TaskGroups of(List<RunAsset> assets, int[] first) {
    int[] groupOf = new int[first[assets.size()]];
    Arrays.fill(groupOf, RunDefinition.NO_GROUP);
    List<int[]> needs = new ArrayList<>();
    for (int i = 0; i < assets.size(); i++) {
      if (!assets.get(i).upstream().isEmpty()) {
        group(assets.get(i), first, i, groupOf, needs);
      }
    }
    return new TaskGroups(groupOf, needs.toArray(new int[0][]));
  }

  private static void group(
      RunAsset asset, int[] first, int place, int[] groupOf, List<int[]> needs) {
    Map<Needs, Integer> known = new HashMap<>();
    List<Lines> lines = asset.upstream().stream().map(up -> new Lines(up, first)).toList();
    for (int i = 0; i < asset.keys().size(); i++) {
      int[] ranges = lines.get(0).next(i);
      for (Lines more : lines.subList(1, lines.size())) {
        ranges = joined(ranges, more.next(i));
      }
      if (ranges.length > 0) {
        Integer group = known.putIfAbsent(new Needs(ranges), needs.size());
        if (group == null) {
          group = needs.size();
          needs.add(ranges);
        }
        groupOf[first[place] + i] = group;
      }
    }
  }

  private static int[] joined(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** Walks along what an asset's tasks wait for of one other, task by task. */
  private static final class Lines {
    private final RunAsset.Upstream upstream;
    private final int base;
    private int line = -1;
    private int left;
    private int[] current;

    Lines(RunAsset.Upstream upstream, int[] first) {
      this.upstream = upstream;
      this.base = first[upstream.asset()];
    }

    int[] next(int place) {
      if (upstream.ranges() == null) {
        return new int[] {base + place, base + place + 1};
      }
      while (left == 0) {
        int[] line = upstream.ranges().lines()[++this.line];
        left = line[0];
        current = new int[line.length - 1];
        for (int i = 0; i < current.length; i++) {
          current[i] = base + line[i + 1];
        }
      }
      left--;
      return current;
    }
  }

  private static int last(int[] ranges) {
    int last = 0;
    for (int i = 1; i < ranges.length; i += 2) {
      last = Math.max(last, ranges[i] - 1);
    }
    return last;
  }

  /** How many there are. */
  int count() {
    return needs.length;
  }

  /** The group of a task, or {@link RunDefinition#NO_GROUP}. */
  int of(int task) {
    return groupOf[task];
  }

  /** How many tasks a group has. */
  int size(int group) {
    return memberStart[group + 1] - memberStart[group];
  }

  /** The tasks of a group, ascending. */
  int[] members(int group) {
    return Arrays.copyOfRange(members, memberStart[group], memberStart[group + 1]);
  }

  /** The first task of a group. */
  int firstMember(int group) {
    return members[memberStart[group]];
  }

  /** What a group waits for: ranges of numbers. Not to be changed. */
  int[] needs(int group) {
    return needs[group];
  }

  /** The last task that a group waits for. */
  int lastNeed(int group) {
    return last(needs[group]);
  }

  /** The groups whose last need is this task: they look at it first. */
  int[] watchers(int task) {
    return Arrays.copyOfRange(watchers, watcherStart[task], watcherStart[task + 1]);
  }

  /** The last task that a group waits for and that is not among these; -1 if all are. */
  int lastUnmet(int group, TaskBits done) {
    int last = -1;
    int[] ranges = needs[group];
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i + 1] > last) {
        last = Math.max(last, done.lastAbsent(ranges[i], ranges[i + 1]));
      }
    }
    return last;
  }

  /** The first group whose first task stands behind this one; {@link #count()} if none does. */
  int firstBehind(int task) {
    int low = 0;
    int high = needs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (firstMember(middle) > task) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Whether a group waits for any of these tasks. */
  boolean needsAny(int group, BitSet tasks) {
    int[] ranges = needs[group];
    for (int i = 0; i < ranges.length; i += 2) {
      int next = tasks.nextSetBit(ranges[i]);
      if (next >= 0 && next < ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
