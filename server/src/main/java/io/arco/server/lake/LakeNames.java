package io.arco.server.lake;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Names of columns as the engine tells them apart: whatever their case. */
final class LakeNames {
  private LakeNames() {}

  /**
   * Looks whether the engine can tell columns of one table, file or struct apart.
   *
   * @param siblings their names
   * @throws LakeException UNSUPPORTED if two differ in case alone
   */
  static void refuseAlike(Stream<String> siblings) {
    Set<String> seen = new HashSet<>();
    siblings.forEach(
        name -> {
          if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw LakeException.unsupported("columns whose names differ in case alone");
          }
        });
  }
}
