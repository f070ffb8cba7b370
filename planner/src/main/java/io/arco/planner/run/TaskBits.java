package io.arco.planner.run;

/** A set of tasks of one run, by number. Never changed once made. */
final class TaskBits {
  private static final int WORD_BITS = 6;

  private final long[] words;

  private TaskBits(long[] words) {
    this.words = words;
  }

  /** No tasks, of so many. */
  static TaskBits none(int tasks) {
    return new Builder(tasks).build();
  }

  /** Collects tasks. Used once. */
  static final class Builder {
    private final long[] words;

    Builder(int tasks) {
      words = new long[(tasks + Long.SIZE - 1) >> WORD_BITS];
    }

    void add(int task) {
      words[task >> WORD_BITS] |= 1L << task;
    }

    TaskBits build() {
      return new TaskBits(words);
    }
  }

  boolean has(int task) {
    return (words[task >> WORD_BITS] & 1L << task) != 0;
  }

  /** With one more. */
  TaskBits plus(int task) {
    long[] more = words.clone();
    more[task >> WORD_BITS] |= 1L << task;
    return new TaskBits(more);
  }

  /** The last task from one to, not including, another that is not in it; -1 if all are. */
  int lastAbsent(int from, int to) {
    for (int task = to - 1; task >= from; ) {
      int shift = Long.SIZE - 1 - (task & Long.SIZE - 1);
      long absent = ~words[task >> WORD_BITS] << shift;
      if (absent != 0) {
        int last = task - Long.numberOfLeadingZeros(absent);
        return last >= from ? last : -1;
      }
      task = (task & -Long.SIZE) - 1;
    }
    return -1;
  }
}
