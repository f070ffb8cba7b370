package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.testing.Seeds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a thousand creates, three times. */
final class CrashLoopTest {
  private static final int ROUNDS = 3;

  @TempDir Path directory;

  @Test
  void whatWasAnsweredIsThereAfterKillMinusNineAndNothingElseIs() {
    long seed = Seeds.of("CrashLoopTest").seed();
    Violations violations = CrashLoop.run(System.out, directory, seed, ROUNDS);
    assertEquals(List.of(), violations.kept());
  }
}
