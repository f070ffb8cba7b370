package io.arco.planner.run;

import io.arco.ledger.Stamp;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Explanation.Link;
import java.util.ArrayList;
import java.util.List;

/** Collects the links of an explanation about one run. */
final class LinkList {
  private final Told run;
  private final List<Link> links = new ArrayList<>();

  LinkList(Told run) {
    this.run = run;
  }

  List<Link> links() {
    return links;
  }

  /** Adds a fact about the run. */
  void run(Fact fact, Stamp stamp, String event, String reason) {
    add(
        new Link(
            fact,
            stamp.sequence(),
            stamp.committedAt(),
            event,
            null,
            null,
            null,
            null,
            null,
            reason,
            null,
            null,
            null));
  }

  /** Adds a fact about a task that an event about another one, or about the run, tells. */
  void told(Fact fact, Stamp stamp, String event, int task, Integer by, Integer count) {
    add(
        new Link(
            fact,
            stamp.sequence(),
            stamp.committedAt(),
            event,
            text(task),
            run.name(task),
            by == null ? null : text(by),
            null,
            null,
            null,
            null,
            null,
            count));
  }

  /** Adds that a task is held back by an attempt at another one. */
  void heldBack(int task, LiveAttempt other) {
    Stamp leased = other.attempt().leased();
    add(
        new Link(
            Fact.HELD_BACK,
            leased.sequence(),
            leased.committedAt(),
            "TasksLeased",
            text(task),
            run.name(task),
            other.ref().text(),
            other.attempt().number(),
            other.attempt().worker(),
            null,
            null,
            null,
            null));
  }

  /** Adds a fact about an attempt. */
  void attempt(Fact fact, Stamp stamp, String event, int task, int attempt, String worker) {
    attempt(fact, stamp, event, task, attempt, worker, null, null, null);
  }

  /** Adds how an attempt ended. */
  void attempt(
      Fact fact,
      Stamp stamp,
      String event,
      int task,
      int attempt,
      String worker,
      String reason,
      String message,
      Long millis) {
    add(
        new Link(
            fact,
            stamp.sequence(),
            stamp.committedAt(),
            event,
            text(task),
            run.name(task),
            null,
            attempt,
            worker,
            reason,
            message,
            millis,
            null));
  }

  private String text(int task) {
    return new TaskRef(run.info().id(), task).text();
  }

  private void add(Link link) {
    links.add(link);
  }
}
