package io.arco.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of a log as runs without gaps, ascending. Pure.
 *
 * @param runs none for an empty log
 */
record LogRuns(List<Run> runs) {
  /**
   * Numbers without a gap.
   *
   * @param first the lowest
   * @param last the highest
   */
  record Run(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  /** Of these numbers, which ascend. */
  static LogRuns of(List<Long> numbers) {
    List<Run> runs = new ArrayList<>();
    for (int from = 0, to = 0; from < numbers.size(); from = to) {
      to = from + 1;
      while (to < numbers.size() && numbers.get(to) == numbers.get(to - 1) + 1) {
        to++;
      }
      runs.add(new Run(numbers.get(from), numbers.get(to - 1)));
    }
    return new LogRuns(List.copyOf(runs));
  }

  /** The same numbers, the first of a longer run being a run of its own. */
  LogRuns cut(int index) {
    Run run = runs.get(index);
    List<Run> cut = new ArrayList<>(runs.subList(0, index));
    cut.add(new Run(run.first(), run.first()));
    cut.add(new Run(run.first() + 1, run.last()));
    cut.addAll(from(index + 1));
    return new LogRuns(List.copyOf(cut));
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  Run get(int index) {
    return runs.get(index);
  }

  int size() {
    return runs.size();
  }

  /** The runs from this one on. */
  List<Run> from(int index) {
    return runs.subList(index, runs.size());
  }
}
