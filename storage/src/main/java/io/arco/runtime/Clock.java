package io.arco.runtime;

/** Both kinds of time. No other code reads the machine's clocks. */
public interface Clock {
  /** Wall-clock time in milliseconds since 1970-01-01T00:00Z; may jump either way. */
  long wallMillis();

  /** Monotonic time in nanoseconds from an arbitrary origin; only differences mean something. */
  long nanoTime();

  /** The machine's clocks. */
  static Clock system() {
    return new Clock() {
      @Override
      public long wallMillis() {
        return System.currentTimeMillis();
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }
    };
  }
}
