package io.arco.server.api;

import io.arco.planner.run.TaskRef;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ids of runs and tasks, as callers write them. */
final class TaskIds {
  private static final Pattern TASK = Pattern.compile("([0-9a-f-]{36})\\.(0|[1-9]\\d{0,8})");

  private TaskIds() {}

  /** The id of this text, or null if it is none. */
  static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The run that the path names.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME
   */
  static UUID run(Exchange exchange) {
    String text = exchange.pathName("run");
    UUID id = id(text);
    if (id == null) {
      throw RequestProblems.name("run", text, "the id of a run");
    }
    return id;
  }

  /**
   * The task that the path names by its run and its number.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME
   */
  static TaskRef numbered(Exchange exchange) {
    UUID run = run(exchange);
    String text = exchange.pathName("task");
    long number = Numbers.parse(text, 0, Integer.MAX_VALUE);
    if (number < 0) {
      throw RequestProblems.name("task", text, "the number of a task");
    }
    return new TaskRef(run, (int) number);
  }

  /**
   * The task that the path names by its id.
   *
   * @throws io.arco.problem.ProblemException INVALID_NAME
   */
  static TaskRef task(Exchange exchange) {
    String text = exchange.pathName("taskId");
    TaskRef task = task(text);
    if (task == null) {
      throw RequestProblems.name("taskId", text, "the id of a task");
    }
    return task;
  }

  /** The task of this text, or null if it is none. */
  static TaskRef task(String text) {
    Matcher matcher = TASK.matcher(text);
    UUID run = matcher.matches() ? id(matcher.group(1)) : null;
    return run == null ? null : new TaskRef(run, Integer.parseInt(matcher.group(2)));
  }
}
