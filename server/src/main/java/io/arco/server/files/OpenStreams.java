package io.arco.server.files;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The files that are being sent, so that they are not too many. Thread-safe. */
public final class OpenStreams {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter sent;
  private final Counter signed;

  /** At most so many, counted in this registry. */
  public OpenStreams(int limit, MeterRegistry registry) {
    this.limit = limit;
    Gauge.builder("arco.files.streams", open, AtomicInteger::get)
        .description("Files of snapshots that are being sent")
        .register(registry);
    this.sent =
        Counter.builder("arco.files.sent.bytes")
            .description("Bytes of files of snapshots handed to connections")
            .register(registry);
    this.signed =
        Counter.builder("arco.files.urls")
            .description("URLs of files of snapshots that were made")
            .register(registry);
  }

  /**
   * Takes a place.
   *
   * @return gives it back, once however often it is run
   * @throws io.arco.problem.ProblemException OVERLOADED if there is none
   */
  public Runnable enter() {
    if (open.incrementAndGet() > limit) {
      open.decrementAndGet();
      throw Problem.of(ErrorCode.OVERLOADED, "Too many files are being sent already.")
          .with("limit", limit)
          .asException();
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    };
  }

  /** So many bytes were handed to a connection. */
  void sent(int bytes) {
    sent.increment(bytes);
  }

  /** So many URLs were made. */
  public void signed(int urls) {
    signed.increment(urls);
  }
}
