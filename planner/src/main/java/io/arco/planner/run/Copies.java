package io.arco.planner.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Copies of lists that a caller made. */
final class Copies {
  private Copies() {}

  /** An unmodifiable copy; it may hold nulls, which are refused with their place, later. */
  static <T> List<T> of(List<T> list) {
    return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
  }
}
