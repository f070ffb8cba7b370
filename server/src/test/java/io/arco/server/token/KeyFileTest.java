package io.arco.server.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of keys beside a store. */
final class KeyFileTest {
  @TempDir Path directory;

  @Test
  void itIsMadeOnceForItsOwnerAlone() throws IOException {
    Path file = KeyFile.beside(directory.resolve("store"));
    assertEquals(directory.resolve("store.signing-keys"), file);
    KeyFile.readOrMake(file, new Random(1));
    String first = Files.readString(file);
    assertEquals(65, first.length());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    KeyFile.readOrMake(file, new Random(2));
    assertEquals(first, Files.readString(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void serversThatStartAtOnceReadTheSameKey() throws Exception {
    Path file = KeyFile.beside(directory.resolve("store"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<byte[]>> starts =
          IntStream.range(0, 64)
              .<Callable<byte[]>>mapToObj(
                  seed -> () -> KeyFile.readOrMake(file, new Random(seed)).sign(new byte[0]))
              .toList();
      List<Future<byte[]>> keys = threads.invokeAll(starts);
      String kept = Files.readString(file).strip();
      for (Future<byte[]> key : keys) {
        assertArrayEquals(SigningKeys.parse(kept).sign(new byte[0]), key.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatHoldsNoKeysIsRefused() throws IOException {
    Path file = directory.resolve("keys");
    assertThrows(IOException.class, () -> KeyFile.read(file));
    Files.writeString(file, "short\n");
    assertThrows(IllegalArgumentException.class, () -> KeyFile.read(file));
    Files.write(file, new byte[KeyFile.MAX_BYTES + 1]);
    assertThrows(IllegalArgumentException.class, () -> KeyFile.read(file));
  }
}
