package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.runtime.Clock;
import io.arco.runtime.ThreadWorkers;
import io.arco.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A second process on a directory: started by {@link FileStoreProcessTest} with what to do, the
 * directory, a name and a number. It says {@code ready}, waits for a line, and then works.
 */
final class FileStoreProcess {
  /** The size in bytes of each object that {@code fill} writes. */
  static final int FILL_BYTES = 300_000;

  private FileStoreProcess() {}

  /** Runs {@code race|swap|fill directory name count}. */
  public static void main(String[] args) throws IOException {
    ThreadWorkers workers = new ThreadWorkers("process", 4, 1024);
    FileStore store = FileStore.open(Path.of(args[1]), workers, Clock.system());
    int count = Integer.parseInt(args[3]);
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    in.readLine();
    switch (args[0]) {
      case "race" -> race(store, args[2], count);
      case "swap" -> swap(store, count);
      case "fill" -> {
        fill(store);
        in.readLine();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
    Await.value(store.close());
    workers.close();
    System.out.println("done");
  }

  /** Puts each key if absent; prints those it won. */
  static void race(FileStore store, String name, int count) {
    for (int i = 0; i < count; i++) {
      PutOutcome outcome =
          Await.value(store.put(raceKey(i), raceBytes(name, i), Precondition.ABSENT));
      if (outcome instanceof PutOutcome.Written) {
        System.out.println("won " + i);
      } else if (outcome instanceof PutOutcome.Unknown) {
        throw new AssertionError(outcome.toString());
      }
    }
  }

  /** Adds one to the number in one object, so many times, each by compare and swap. */
  static void swap(FileStore store, int count) {
    Key key = new Key("number");
    for (int done = 0; done < count; ) {
      ReadOutcome.Found found = (ReadOutcome.Found) Await.value(store.get(key));
      int next = Integer.parseInt(new String(found.bytes(), UTF_8)) + 1;
      PutOutcome outcome =
          Await.value(
              store.put(
                  key,
                  Integer.toString(next).getBytes(UTF_8),
                  new Precondition.Matches(found.version())));
      done += outcome instanceof PutOutcome.Written ? 1 : 0;
    }
  }

  /** Writes and replaces objects each filled with its number, and prints each that was answered. */
  private static void fill(FileStore store) {
    for (int i = 0; i < Byte.MAX_VALUE; i++) {
      byte[] bytes = new byte[FILL_BYTES];
      Arrays.fill(bytes, (byte) i);
      Await.value(store.put(new Key("fill/new/" + i), bytes, Precondition.ABSENT));
      Await.value(store.put(new Key("fill/same"), bytes, Precondition.NONE));
      System.out.println("written " + i);
    }
  }

  static Key raceKey(int i) {
    return new Key("race/" + i % 7 + "/" + i);
  }

  static byte[] raceBytes(String name, int i) {
    return (name + " " + i).getBytes(UTF_8);
  }
}
