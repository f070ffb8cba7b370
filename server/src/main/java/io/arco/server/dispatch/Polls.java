package io.arco.server.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.json.Json;
import io.arco.ledger.Caller;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.run.Answers;
import io.arco.planner.run.Runs;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.server.bus.MessageId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The polls of workers: each is answered as soon as there are tasks for it, in the order in which
 * they came. For those that wait, tasks are leased in the turn after the commit that made them
 * ready. Used on the scheduler, but for {@link #waiting}.
 */
final class Polls {
  private final Runtime runtime;
  private final OrchestrationDomain domain;
  private final Commands commands;
  private final Supplier<WorkspaceState> state;
  private final int maxWaiting;
  private final Map<MessageId, Poll> waiting = new LinkedHashMap<>();
  private final Map<MessageId, Poll> leasing = new HashMap<>();
  private volatile int waitingNow;
  private Problem closed;

  /** None yet. */
  Polls(
      Runtime runtime,
      OrchestrationDomain domain,
      Commands commands,
      Supplier<WorkspaceState> state,
      int maxWaiting) {
    this.runtime = runtime;
    this.domain = domain;
    this.commands = commands;
    this.state = state;
    this.maxWaiting = maxWaiting;
  }

  /** A poll under way. */
  private static final class Poll {
    private final LeaseAsk ask;
    private final Promise<Leased> promise = Promise.promise();
    private Scheduler.Timer deadline;
    private boolean hasLooked;
    private boolean isOver;
    private boolean hasLeft;

    Poll(LeaseAsk ask) {
      this.ask = ask;
    }

    void disarm() {
      if (deadline != null) {
        deadline.cancel();
        deadline = null;
      }
    }
  }

  /** Takes a poll. */
  Future<Leased> lease(LeaseAsk ask) {
    if (closed != null) {
      return Future.failedFuture(closed.asException());
    }
    if (waiting.size() >= maxWaiting) {
      return Future.failedFuture(
          Problem.of(ErrorCode.OVERLOADED, "Too many workers wait for tasks already.")
              .with("limit", maxWaiting)
              .asException());
    }
    Poll poll = new Poll(ask);
    park(poll);
    poll.deadline = runtime.scheduler().schedule(ask.waitMillis(), () -> over(poll));
    if (runs().hasReady(ask.kinds())) {
      serve();
    }
    if (waiting.containsKey(ask.id())) {
      look(poll);
    }
    return poll.promise.future();
  }

  /** Another server may have made something ready that is not known here. */
  private void look(Poll poll) {
    commands
        .look()
        .onComplete(
            looked -> {
              if (waiting.get(poll.ask.id()) != poll) {
                return;
              }
              if (looked.failed()) {
                end(poll);
                poll.promise.fail(looked.cause());
              } else {
                poll.hasLooked = true;
                serve();
                answerIfOver(poll);
              }
            });
  }

  /** Ends a poll whose caller has gone: it is given nothing that it has not got already. */
  void leave(MessageId id) {
    Poll poll = waiting.get(id);
    if (poll != null) {
      end(poll);
      poll.promise.complete(nothing());
    } else if (leasing.get(id) != null) {
      leasing.get(id).hasLeft = true;
    }
  }

  /** How many wait. From any thread. */
  int waiting() {
    return waitingNow;
  }

  private void park(Poll poll) {
    waiting.put(poll.ask.id(), poll);
    waitingNow = waiting.size();
  }

  private void unpark(Poll poll) {
    waiting.remove(poll.ask.id());
    waitingNow = waiting.size();
  }

  /** Answers those that wait with nothing, and takes no more. */
  void close(Problem problem) {
    closed = problem;
    for (Poll poll : List.copyOf(waiting.values())) {
      end(poll);
      poll.promise.complete(nothing());
    }
  }

  /** Leases for those that wait what there is for them. */
  void serve() {
    if (waiting.isEmpty()) {
      return;
    }
    Runs runs = runs();
    Map<String, Integer> ready = new HashMap<>();
    runs.readyKinds().forEach(kind -> ready.put(kind, runs.readyCount(kind)));
    leasing.values().forEach(poll -> take(ready, poll.ask));
    for (Poll poll : new ArrayList<>(waiting.values())) {
      if (ready.isEmpty()) {
        break;
      }
      // What is ready may be held back by attempts at its partitions: until those have ended.
      boolean canLease = !runs.firstReady(poll.ask.kinds(), 1).isEmpty();
      if (canLease && take(ready, poll.ask)) {
        begin(poll);
      }
    }
  }

  /** Takes as much as a poll would; false if there is nothing for it. */
  private static boolean take(Map<String, Integer> ready, LeaseAsk ask) {
    Collection<String> kinds = ask.kinds() == null ? List.copyOf(ready.keySet()) : ask.kinds();
    int wanted = ask.max();
    for (String kind : kinds) {
      int there = ready.getOrDefault(kind, 0);
      int taken = Math.min(wanted, there);
      wanted -= taken;
      if (taken == there) {
        ready.remove(kind);
      } else {
        ready.put(kind, there - taken);
      }
      if (wanted == 0) {
        break;
      }
    }
    return wanted < ask.max();
  }

  private void begin(Poll poll) {
    LeaseAsk ask = poll.ask;
    unpark(poll);
    leasing.put(ask.id(), poll);
    commands
        .submit(
            new LeaseTasks(ask.worker(), ask.kinds(), ask.max()),
            new Caller(ask.principal(), ask.requestId()))
        .compose(Polls::leased)
        .onComplete(
            done -> {
              leasing.remove(ask.id());
              if (done.failed()) {
                poll.disarm();
                poll.promise.fail(done.cause());
              } else if (done.result().leases().isEmpty() && !poll.hasLeft && closed == null) {
                // Others were faster. Deciding that has looked at the head, too.
                poll.hasLooked = true;
                park(poll);
                serve();
                answerIfOver(poll);
              } else {
                poll.disarm();
                poll.promise.complete(done.result());
              }
            });
  }

  private static Future<Leased> leased(Receipt receipt) {
    try {
      Answers.Leases answer =
          Json.MAPPER.treeToValue(receipt.answers().get(0), Answers.Leases.class);
      return Future.succeededFuture(new Leased(answer.leases(), receipt.sequence()));
    } catch (JsonProcessingException e) {
      return Future.failedFuture(e);
    }
  }

  private void over(Poll poll) {
    poll.deadline = null;
    poll.isOver = true;
    answerIfOver(poll);
  }

  private void answerIfOver(Poll poll) {
    if (poll.isOver && poll.hasLooked && waiting.get(poll.ask.id()) == poll) {
      end(poll);
      poll.promise.complete(nothing());
    }
  }

  private void end(Poll poll) {
    unpark(poll);
    poll.disarm();
  }

  private Leased nothing() {
    return new Leased(List.of(), state.get().sequence());
  }

  private Runs runs() {
    return state.get().of(domain).runs();
  }
}
