package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each task of an asset, which tasks of another it waits for: ranges of their places, ascending
 * and apart. Consecutive tasks that wait for the same are one line: {@code [count, from, to, from,
 * to …]}, where {@code to} is not included. A value.
 */
public final class TaskRanges {
  private final int[][] lines;

  /** These lines; the array becomes this value's own. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TaskRanges(int[][] lines) {
    this.lines = lines;
  }

  /** Collects lines, one task after the other. Used once. */
  public static final class Builder {
    private final List<int[]> lines = new ArrayList<>();
    private int ranges;

    /** Adds the next task, which waits for these ranges: from, to, from, to … */
    public void add(int... needs) {
      int[] last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
      if (last != null && Arrays.equals(last, 1, last.length, needs, 0, needs.length)) {
        last[0]++;
        return;
      }
      int[] line = new int[needs.length + 1];
      line[0] = 1;
      System.arraycopy(needs, 0, line, 1, needs.length);
      lines.add(line);
      ranges += Math.max(1, needs.length / 2);
    }

    /** How many ranges, and lines without any, it has so far. */
    public int ranges() {
      return ranges;
    }

    /** What was added. */
    public TaskRanges build() {
      return new TaskRanges(lines.toArray(new int[0][]));
    }
  }

  /** The lines. Not to be changed. */
  @JsonValue
  public int[][] lines() {
    return lines;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskRanges ranges && Arrays.deepEquals(lines, ranges.lines);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(lines);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(lines);
  }
}
