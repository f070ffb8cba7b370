package io.arco.server.auth;

import io.arco.runtime.Scheduler;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls that go on after they were let pass: streams, and polls that wait. Each is judged again
 * every {@value #JUDGE_MILLIS} ms, and ended when it would not be let pass any more. How many there
 * are is bounded by those who hold them; while there is none, nothing runs. Thread-safe.
 */
final class HeldCalls {
  /** How often each is judged. */
  static final long JUDGE_MILLIS = 1_000;

  private final Scheduler scheduler;
  private final Function<Call, Future<?>> judge;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isTicking = new AtomicBoolean();

  /** One that is held; two are never equal. */
  private static final class Held {
    private final Call call;
    private final Consumer<Throwable> end;

    Held(Call call, Consumer<Throwable> end) {
      this.call = call;
      this.end = end;
    }
  }

  /**
   * None yet.
   *
   * @param scheduler where they are judged
   * @param judge fails when a call would not be let pass; quick
   */
  HeldCalls(Scheduler scheduler, Function<Call, Future<?>> judge) {
    this.scheduler = scheduler;
    this.judge = judge;
  }

  /**
   * Holds a call.
   *
   * @param end is told once, on any thread, why the call is not let pass any more
   * @return to be run when the call is over; after it {@code end} is not told
   */
  Runnable hold(Call call, Consumer<Throwable> end) {
    Held one = new Held(call, end);
    held.add(one);
    scheduler.execute(this::tickLater);
    return () -> held.remove(one);
  }

  private void tickLater() {
    if (!held.isEmpty() && isTicking.compareAndSet(false, true)) {
      scheduler.schedule(JUDGE_MILLIS, this::tick);
    }
  }

  private void tick() {
    for (Held one : held) {
      judge
          .apply(one.call)
          .onFailure(
              failure -> {
                if (held.remove(one)) {
                  one.end.accept(failure);
                }
              });
    }
    isTicking.set(false);
    tickLater();
  }
}
