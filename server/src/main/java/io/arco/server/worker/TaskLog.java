package io.arco.server.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.runtime.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/**
 * The log of an attempt: lines that are gathered and shipped in numbered chunks. A chunk whose
 * answer did not come is shipped again as it was, so that no line is there twice. Lines beyond a
 * bound are counted, not kept. Losing the log fails no task. Thread-safe.
 */
final class TaskLog {
  /** The longest chunk, in bytes. */
  static final int CHUNK_BYTES = 64 << 10;

  /** Bytes that wait to be shipped at most. */
  static final int MAX_WAITING_BYTES = 1 << 20;

  /** The longest line, in characters. */
  static final int LINE_CHARACTERS = 8_000;

  /** Tries for one chunk in one flush. */
  static final int MAX_TRIES = 3;

  /** Ships a chunk. */
  interface Shipper {
    WorkerApi.Answer ship(int number, byte[] text) throws IOException;
  }

  private final Shipper shipper;
  private final Clock clock;
  private final Object shipping = new Object();
  private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
  private long dropped;
  private int number = 1;
  private byte[] underway;
  private boolean closed;

  TaskLog(Shipper shipper, Clock clock) {
    this.shipper = shipper;
    this.clock = clock;
  }

  /** Adds a line, with the time in front. */
  synchronized void line(String text) {
    if (closed) {
      return;
    }
    String shown = text.length() > LINE_CHARACTERS ? text.substring(0, LINE_CHARACTERS) : text;
    byte[] line =
        (Instant.ofEpochMilli(clock.wallMillis()) + " " + shown.replace('\n', ' ') + "\n")
            .getBytes(UTF_8);
    if (waiting.size() + line.length > MAX_WAITING_BYTES) {
      dropped++;
    } else {
      waiting.writeBytes(line);
    }
  }

  /** Ships what is there. Blocks; what can't be shipped now stays for the next time. */
  void flush() {
    synchronized (shipping) {
      for (byte[] chunk = next(); chunk != null; chunk = next()) {
        if (!ship(chunk)) {
          return;
        }
      }
    }
  }

  private boolean ship(byte[] chunk) {
    for (int tries = 1; tries <= MAX_TRIES; tries++) {
      try {
        WorkerApi.Answer answer = shipper.ship(number, chunk);
        if (answer.isSuccess()) {
          shipped();
          return true;
        }
        if (!answer.isTemporary()) {
          close();
          return false;
        }
      } catch (IOException e) {
        continue;
      }
    }
    return false;
  }

  private synchronized void shipped() {
    underway = null;
    number++;
  }

  /** The log is over: the server takes no more of it. */
  private synchronized void close() {
    closed = true;
    underway = null;
    waiting = new ByteArrayOutputStream();
  }

  /** The chunk to ship, or null. */
  private synchronized byte[] next() {
    if (underway == null && !closed) {
      if (dropped > 0) {
        waiting.writeBytes(("(" + dropped + " lines were too many)\n").getBytes(UTF_8));
        dropped = 0;
      }
      underway = cut();
    }
    return underway;
  }

  /** Takes whole lines off the front, at most a chunk of them; null if there is none. */
  private byte[] cut() {
    byte[] all = waiting.toByteArray();
    int length = Math.min(all.length, CHUNK_BYTES);
    while (length > 0 && all[length - 1] != '\n') {
      length--;
    }
    if (length == 0) {
      return null;
    }
    waiting = new ByteArrayOutputStream();
    waiting.write(all, length, all.length - length);
    return Arrays.copyOf(all, length);
  }
}
