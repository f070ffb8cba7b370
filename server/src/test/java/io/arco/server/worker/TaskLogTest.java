package io.arco.server.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.arco.runtime.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskLogTest {
  private final List<Integer> numbers = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Integer> answers = new ArrayList<>();

  /** Noon of a day. */
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long wallMillis() {
          return 1_736_942_400_000L;
        }

        @Override
        public long nanoTime() {
          return 0;
        }
      };

  private final TaskLog log = new TaskLog(this::ship, CLOCK);

  /** Answers as said, 0 for a connection that broke, else 200. */
  private WorkerApi.Answer ship(int number, byte[] text) throws IOException {
    numbers.add(number);
    texts.add(new String(text, UTF_8));
    int status = answers.isEmpty() ? 200 : answers.remove(0);
    if (status == 0) {
      throw new IOException("broken");
    }
    return new WorkerApi.Answer(status, MissingNode.getInstance());
  }

  @Test
  void linesAreShippedOnceInChunksNumberedFromOne() {
    log.line("one");
    log.line("two\nlines");
    log.flush();
    log.flush();
    log.line("three");
    log.flush();
    assertEquals(List.of(1, 2), numbers);
    assertEquals("2025-01-15T12:00:00Z one\n2025-01-15T12:00:00Z two lines\n", texts.get(0));
    assertEquals("2025-01-15T12:00:00Z three\n", texts.get(1));
  }

  @Test
  void aChunkWhoseAnswerDidNotComeIsShippedAgainAsItWas() {
    answers.addAll(List.of(0, 503, 0));
    log.line("one");
    log.flush();
    log.line("two");
    log.flush();
    assertEquals(List.of(1, 1, 1, 1, 2), numbers);
    assertEquals(1, texts.subList(0, 4).stream().distinct().count());
    assertEquals("2025-01-15T12:00:00Z two\n", texts.get(4));
  }

  @Test
  void noChunkIsLongerThanItsBoundAndNoneEndsInALine() {
    String line = "é".repeat(TaskLog.LINE_CHARACTERS * 2);
    for (int i = 0; i < 10; i++) {
      log.line(line);
    }
    log.flush();
    assertTrue(texts.size() > 1);
    for (String text : texts) {
      assertTrue(text.getBytes(UTF_8).length <= TaskLog.CHUNK_BYTES);
      assertTrue(text.endsWith("\n"));
    }
    assertEquals(10, texts.stream().mapToLong(text -> text.lines().count()).sum());
  }

  @Test
  void whatIsTooMuchIsCounted() {
    int lines = 2 * TaskLog.MAX_WAITING_BYTES / 1_000;
    for (int i = 0; i < lines; i++) {
      log.line("x".repeat(975));
    }
    log.flush();
    long shipped = texts.stream().mapToLong(text -> text.lines().count()).sum();
    String last = texts.get(texts.size() - 1);
    assertTrue(last.endsWith("(" + (lines - shipped + 1) + " lines were too many)\n"), last);
  }

  @Test
  void aLogThatIsFullIsOver() {
    answers.add(422);
    log.line("one");
    log.flush();
    log.line("two");
    log.flush();
    assertEquals(List.of(1), numbers);
  }
}
