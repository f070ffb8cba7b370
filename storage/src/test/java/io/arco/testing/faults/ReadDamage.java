package io.arco.testing.faults;

import io.arco.store.ReadOutcome;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Damages what a read answers; the bytes in the store stay as they are.
 *
 * @param random says where
 */
record ReadDamage(RandomGenerator random) {
  /** The damaged answer, or the same one where there is nothing to damage. */
  ReadOutcome of(Fault fault, ReadOutcome outcome) {
    if (!(outcome instanceof ReadOutcome.Found found) || found.bytes().length == 0) {
      return outcome;
    }
    byte[] bytes =
        fault == Fault.TRUNCATED_READ
            ? Arrays.copyOf(found.bytes(), random.nextInt(found.bytes().length))
            : flipped(found.bytes());
    return new ReadOutcome.Found(bytes, found.size(), found.version());
  }

  private byte[] flipped(byte[] sound) {
    byte[] bytes = sound.clone();
    int flips = 1 + random.nextInt(3);
    for (int i = 0; i < flips; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
