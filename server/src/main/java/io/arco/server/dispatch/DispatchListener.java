package io.arco.server.dispatch;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Scheduler;
import io.arco.server.bus.DispatchMessage;
import io.arco.server.bus.ReplyMessage;
import io.arco.server.owner.SeenMessages;
import io.arco.server.owner.Workspaces;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of the bus to the dispatch of their workspace. A poll is taken once, however
 * often the bus delivers it. Used on the scheduler.
 */
public final class DispatchListener {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchListener.class);

  private final Dispatches dispatches;
  private final Workspaces workspaces;
  private final Scheduler scheduler;
  private final SeenMessages seen = new SeenMessages();

  /** One for these workspaces, whose ledgers run on that scheduler. */
  public DispatchListener(Dispatches dispatches, Workspaces workspaces, Scheduler scheduler) {
    this.dispatches = dispatches;
    this.workspaces = workspaces;
    this.scheduler = scheduler;
  }

  /** Takes a poll; the reply is a {@link Leased}. */
  public void lease(Buffer body, Handler<Buffer> reply) {
    receive(
        body,
        reply,
        (dispatch, message) ->
            seen.isFirst(message.id())
                ? dispatch.lease(message.body(LeaseAsk.class))
                : Future.<Leased>future(never -> {}));
  }

  /** Takes that a poll's caller has gone. */
  public void leave(Buffer body) {
    receive(
        body,
        answer -> {},
        (dispatch, message) -> {
          dispatch.leave(message.id());
          return Future.succeededFuture(true);
        });
  }

  /** Takes a heartbeat; the reply is a {@link Heard}. */
  public void heartbeat(Buffer body, Handler<Buffer> reply) {
    receive(body, reply, (dispatch, message) -> dispatch.heartbeat(message.body(Heartbeat.class)));
  }

  private <T> void receive(
      Buffer body, Handler<Buffer> reply, BiFunction<Dispatch, DispatchMessage, Future<T>> task) {
    DispatchMessage message;
    try {
      message = DispatchMessage.decode(body);
    } catch (ProblemException e) {
      reply.handle(ReplyMessage.encode(e.problem()));
      return;
    }
    dispatches
        .of(workspaces, message.workspace())
        .onComplete(
            opened ->
                scheduler.execute(
                    () ->
                        (opened.failed()
                                ? Future.<T>failedFuture(opened.cause())
                                : attempt(task, opened.result(), message))
                            .onSuccess(answer -> reply.handle(ReplyMessage.encode(answer)))
                            .onFailure(
                                failure -> reply.handle(ReplyMessage.encode(problemOf(failure))))));
  }

  private static <T> Future<T> attempt(
      BiFunction<Dispatch, DispatchMessage, Future<T>> task,
      Dispatch dispatch,
      DispatchMessage message) {
    try {
      return task.apply(dispatch, message);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    LOG.error("a message to dispatch failed in a way nobody foresaw", failure);
    return Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side.");
  }
}
