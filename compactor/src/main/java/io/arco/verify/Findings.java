package io.arco.verify;

import io.arco.journal.CorruptObjectException;
import io.arco.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what does not hold, each once. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void add(String object, String what) {
    Finding finding = new Finding(object, what);
    if (!all.contains(finding)) {
      all.add(finding);
    }
  }

  /** Adds what a failure says; rethrows one that says nothing about the workspace. */
  void add(String object, Throwable failure) {
    if (failure instanceof CorruptObjectException corrupt) {
      add(corrupt.object(), corrupt.what());
    } else if (failure instanceof ProblemException known) {
      add(object, known.problem().code() + ": " + known.problem().text());
    } else if (failure instanceof RuntimeException other) {
      throw other;
    } else {
      throw new IllegalStateException(failure);
    }
  }

  List<Finding> all() {
    return all;
  }
}
