package io.arco.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The written list of points where ledger, owner and compactor wait. */
final class KnownPoints {
  /** In a fixed order. */
  static final List<String> ALL = read();

  private KnownPoints() {}

  private static List<String> read() {
    try (InputStream in = KnownPoints.class.getResourceAsStream("await-points.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
