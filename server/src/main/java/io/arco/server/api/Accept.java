package io.arco.server.api;

import java.util.List;
import java.util.Locale;

/** Content negotiation by Accept (RFC 9110, 12.5.1), parameters other than {@code q} left aside. */
final class Accept {
  /** The longest header that is looked at, in characters. */
  static final int MAX_LENGTH = 2048;

  private Accept() {}

  /**
   * Which of the offered types is wanted most; of equals the one offered first.
   *
   * @param accept the header, or null
   * @param offered at least one
   * @throws io.arco.problem.ProblemException NOT_ACCEPTABLE if none is wanted
   */
  static String choose(String accept, List<String> offered) {
    if (accept == null || accept.equals("*/*") || accept.equals(offered.get(0))) {
      return offered.get(0);
    }
    String best = null;
    double bestQuality = 0;
    if (accept.length() <= MAX_LENGTH) {
      String[] ranges = accept.toLowerCase(Locale.ROOT).split(",");
      for (String type : offered) {
        double quality = quality(ranges, type);
        if (quality > bestQuality) {
          best = type;
          bestQuality = quality;
        }
      }
    }
    if (best == null) {
      throw RequestProblems.notAcceptable(accept, String.join(", ", offered));
    }
    return best;
  }

  /** How much a type is wanted: what the most specific range that fits says. */
  private static double quality(String[] ranges, String type) {
    int specific = -1;
    double quality = 0;
    for (String range : ranges) {
      String[] parts = range.split(";");
      int fits = fit(parts[0].strip(), type);
      if (fits > specific) {
        specific = fits;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static int fit(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.equals("*/*")) {
      return 0;
    }
    boolean sameFamily =
        range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    return sameFamily ? 1 : -1;
  }

  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }
}
