package io.arco.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Reproducible randomness of one test: a seed, printed when the test begins, and a small generator
 * over it. {@code -Darco.seed=N} repeats a run.
 */
public final class Seeds {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_";

  private final long seed;
  private final Random random;

  private Seeds(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** The generator of a test: seeded by {@code arco.seed}, else anew; prints the seed. */
  public static Seeds of(String test) {
    String asked = System.getProperty("arco.seed");
    long seed = asked == null ? new Random().nextLong() : Long.parseLong(asked);
    System.out.println("seed of " + test + ": -Darco.seed=" + seed);
    return new Seeds(seed);
  }

  /** The generator of this seed; prints nothing. */
  public static Seeds fixed(long seed) {
    return new Seeds(seed);
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** The generator itself. */
  public Random random() {
    return random;
  }

  /** A number from 0 up to, not including, the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** So many random bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A name of that many of {@code a-z 0-9 - _}, beginning with a letter. */
  public String name(int length) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < length; i++) {
      name.append(LETTERS.charAt(below(i == 0 ? 26 : LETTERS.length())));
    }
    return name.toString();
  }

  /** One of them. */
  public <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** The same elements in another order. */
  public <T> List<T> shuffled(List<T> elements) {
    List<T> copy = new ArrayList<>(elements);
    Collections.shuffle(copy, random);
    return copy;
  }
}
