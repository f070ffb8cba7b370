package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file store between processes, each a Java machine of its own. */
class FileStoreProcessTest {
  private static final int RACES = 500;
  private static final int SWAPS = 200;

  private final ThreadWorkers workers = new ThreadWorkers("process-test", 4, 1024);
  private final List<Process> started = new ArrayList<>();
  @TempDir Path directory;

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    workers.close();
  }

  @Test
  void everyKeyHasOneWinnerAmongTwoProcesses() throws IOException {
    Running one = start("race", "one", RACES);
    Running two = start("race", "two", RACES);
    one.begin();
    two.begin();
    TreeSet<Integer> wonByOne = one.numbers("won");
    TreeSet<Integer> wonByTwo = two.numbers("won");
    assertEquals(RACES, wonByOne.size() + wonByTwo.size(), "no key is won twice or never");
    TreeSet<Integer> all = new TreeSet<>(wonByOne);
    all.addAll(wonByTwo);
    assertEquals(new TreeSet<>(IntStream.range(0, RACES).boxed().toList()), all);
    FileStore store = open();
    for (int i = 0; i < RACES; i++) {
      String winner = wonByOne.contains(i) ? "one" : "two";
      assertEquals(winner + " " + i, text(store.get(FileStoreProcess.raceKey(i))));
    }
    Await.value(store.close());
  }

  @Test
  void noSwapOfTwoProcessesIsLost() throws IOException {
    FileStore store = open();
    Key key = new Key("number");
    Await.value(store.put(key, "0".getBytes(UTF_8), Precondition.ABSENT));
    Running one = start("swap", "one", SWAPS);
    Running two = start("swap", "two", SWAPS);
    one.begin();
    two.begin();
    FileStoreProcess.swap(store, SWAPS);
    one.numbers("done");
    two.numbers("done");
    assertEquals(Integer.toString(3 * SWAPS), text(store.get(key)));
    Await.value(store.close());
  }

  @Test
  void aKilledProcessLeavesWholeObjectsOnly() throws IOException, InterruptedException {
    for (int round = 0; round < 3; round++) {
      Path root = directory.resolve("round-" + round);
      Running filler = start(root, "fill", "filler", 0);
      filler.begin();
      int answered = -1;
      for (int line = 0; line < 20 + round * 7; line++) {
        answered = Integer.parseInt(filler.line().substring("written ".length()));
      }
      filler.process.destroyForcibly().waitFor();
      FileStore store = FileStore.open(root, workers, Clock.system());
      for (int i = 0; i <= answered; i++) {
        assertWhole((byte) i, Await.value(store.get(new Key("fill/new/" + i))));
      }
      ReadOutcome last = Await.value(store.get(new Key("fill/new/" + (answered + 1))));
      if (!(last instanceof ReadOutcome.Missing)) {
        assertWhole((byte) (answered + 1), last);
      }
      ReadOutcome.Found same =
          assertInstanceOf(ReadOutcome.Found.class, Await.value(store.get(new Key("fill/same"))));
      assertWhole(same.bytes()[0], same);
      assertTrue(same.bytes()[0] >= (byte) answered, "the answered replacement or a later one");
      for (Listing.Entry entry :
          Await.value(store.list(Prefix.ROOT, null, Listing.MAX_LIMIT)).entries()) {
        assertTrue(entry.key().text().startsWith("fill/"), entry.toString());
        assertEquals(FileStoreProcess.FILL_BYTES, entry.size());
      }
      PutOutcome next =
          Await.value(store.put(new Key("fill/same"), new byte[0], Precondition.NONE));
      assertInstanceOf(PutOutcome.Written.class, next, "a dead process holds no lock");
      Await.value(store.close());
    }
  }

  private static void assertWhole(byte content, ReadOutcome read) {
    ReadOutcome.Found found = assertInstanceOf(ReadOutcome.Found.class, read);
    assertEquals(FileStoreProcess.FILL_BYTES, found.bytes().length);
    for (byte each : found.bytes()) {
      if (each != content) {
        throw new AssertionError("a torn object");
      }
    }
  }

  private FileStore open() {
    return FileStore.open(directory.resolve("root"), workers, Clock.system());
  }

  private static String text(Future<ReadOutcome> read) {
    return new String(((ReadOutcome.Found) Await.value(read)).bytes(), UTF_8);
  }

  private Running start(String what, String name, int count) throws IOException {
    return start(directory.resolve("root"), what, name, count);
  }

  private Running start(Path root, String what, String name, int count) throws IOException {
    Path errors = directory.resolve(name + "-" + started.size() + ".err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                FileStoreProcess.class.getName(),
                what,
                root.toString(),
                name,
                Integer.toString(count))
            .redirectError(errors.toFile())
            .start();
    started.add(process);
    Running running =
        new Running(
            process,
            new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)),
            errors);
    assertEquals("ready", running.line());
    return running;
  }

  private record Running(Process process, BufferedReader out, Path errors) {
    void begin() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    /** The next line; fails the test with what the process complained of if it has ended. */
    String line() throws IOException {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("the process ended: " + Files.readString(errors));
      }
      return line;
    }

    /** Reads to the line {@code done}; the numbers of the lines that begin with the word. */
    TreeSet<Integer> numbers(String word) throws IOException {
      TreeSet<Integer> numbers = new TreeSet<>();
      for (String line = line(); !line.equals("done"); line = line()) {
        assertTrue(line.startsWith(word + " "), line);
        assertTrue(numbers.add(Integer.valueOf(line.substring(word.length() + 1))), line);
      }
      try {
        assertTrue(process.waitFor(Await.DEADLINE_SECONDS, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return numbers;
    }
  }
}
