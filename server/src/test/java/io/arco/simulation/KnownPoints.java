package io.arco.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The written lists of points where ledger, owner, compactor and dispatch wait. */
final class KnownPoints {
  /** In a fixed order. */
  static final List<String> ALL = read("await-points.txt");

  /** Of dispatch, in a fixed order. */
  static final List<String> OF_RUNS = read("await-points-of-runs.txt");

  private KnownPoints() {}

  private static List<String> read(String name) {
    try (InputStream in = KnownPoints.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
