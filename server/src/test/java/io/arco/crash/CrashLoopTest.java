package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.testing.Seeds;
import io.arco.testing.s3.S3TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a thousand creates, three times. */
final class CrashLoopTest {
  private static final int ROUNDS = 3;
  private static final int ROUNDS_ON_S3 = 2;

  @TempDir Path directory;

  @Test
  void whatWasAnsweredIsThereAfterKillMinusNineAndNothingElseIs() {
    long seed = Seeds.of("CrashLoopTest").seed();
    String store = "file:" + directory.resolve("store");
    Violations violations = CrashLoop.run(System.out, directory, store, seed, ROUNDS);
    assertEquals(List.of(), violations.kept());
  }

  @Test
  void theSameHoldsOnABucket() {
    long seed = Seeds.of("CrashLoopTest on S3").seed();
    try (S3TestServer s3 = S3TestServer.start()) {
      Violations violations =
          CrashLoop.run(System.out, directory, s3.newStore(), seed, ROUNDS_ON_S3);
      assertEquals(List.of(), violations.kept());
    }
  }
}
