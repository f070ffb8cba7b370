package io.arco.planner.run;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Collects tasks of one run that became ready, before they are indexed. Used once. */
final class NewlyReady {
  private final Map<String, Map<Long, Numbers>> kinds = new TreeMap<>();

  private static final class Numbers {
    private int[] all = new int[4];
    private int count;

    void add(int number) {
      all = count < all.length ? all : Arrays.copyOf(all, 2 * count);
      all[count++] = number;
    }
  }

  /** Adds the next task; numbers ascend. */
  void add(String kind, long sequence, int number) {
    kinds
        .computeIfAbsent(kind, key -> new TreeMap<>())
        .computeIfAbsent(sequence, key -> new Numbers())
        .add(number);
  }

  /** The index with all of them. */
  ReadyTasks addTo(ReadyTasks ready, UUID run) {
    ReadyTasks all = ready;
    for (Map.Entry<String, Map<Long, Numbers>> kind : kinds.entrySet()) {
      for (Map.Entry<Long, Numbers> entry : kind.getValue().entrySet()) {
        Numbers numbers = entry.getValue();
        int[] some = Arrays.copyOf(numbers.all, numbers.count);
        all = all.plus(kind.getKey(), entry.getKey(), run, some);
      }
    }
    return all;
  }
}
