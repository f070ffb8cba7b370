package io.arco.server.lake;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of columns as the engine tells them apart: whatever the case of their ASCII letters. */
final class LakeNames {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

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
          if (!seen.add(folded(name))) {
            throw LakeException.unsupported("columns whose names differ in case alone");
          }
        });
  }

  private static String folded(String name) {
    return CAPITAL.matcher(name).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }
}
