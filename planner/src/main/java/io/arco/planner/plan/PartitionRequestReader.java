package io.arco.planner.plan;

import io.arco.planner.partition.KeyFilter;
import io.arco.planner.partition.KeyFilter.Box;
import io.arco.planner.partition.PartitionKey;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a caller says of partitions and times. Pure. */
public final class PartitionRequestReader {
  /** The most keys, and the most values of a dimension, in one request. */
  public static final int MAX_KEYS = 1_000;

  /** The most dimensions with values. */
  static final int MAX_DIMENSIONS = 16;

  private static final int EXCERPT_CHARACTERS = 200;
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private PartitionRequestReader() {}

  /**
   * The filter that a request means.
   *
   * @param request null is all
   * @throws ProblemException INVALID_REQUEST, INVALID_PARTITION with the {@code field}
   */
  public static KeyFilter read(PartitionRequest request) {
    if (request == null || request.equals(PartitionRequest.ALL)) {
      return KeyFilter.ALL;
    }
    Instant from = time("/partitions/from", request.from());
    Instant to = time("/partitions/to", request.to());
    if (from != null && to != null && !from.isBefore(to)) {
      throw wrong("/partitions/to", request.to(), "later than from");
    }
    SortedMap<String, Set<String>> values = values(request.values());
    List<PartitionKey> keys = keys(request.keys());
    boolean isBox = from != null || to != null || !values.isEmpty();
    return new KeyFilter(isBox ? List.of(new Box(from, to, values)) : List.of(), keys);
  }

  /**
   * An instant; null is none.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  public static Instant time(String field, String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(text);
      boolean isWhole = time.getNano() % 1_000_000 == 0;
      if (isWhole && !time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeException e) {
      // Told below, with all else that is no such time.
    }
    throw wrong(field, text, "an instant in whole milliseconds: 2025-01-15T06:00:00Z");
  }

  private static SortedMap<String, Set<String>> values(SortedMap<String, List<String>> given) {
    SortedMap<String, Set<String>> values = new TreeMap<>();
    if (given == null) {
      return values;
    }
    if (given.size() > MAX_DIMENSIONS) {
      throw wrong("/partitions/values", given.size() + " dimensions", "at most " + MAX_DIMENSIONS);
    }
    for (Map.Entry<String, List<String>> entry : given.entrySet()) {
      if (!PartitionKey.DIMENSION.matcher(entry.getKey()).matches()) {
        throw wrong("/partitions/values", entry.getKey(), PartitionKey.DIMENSION.pattern());
      }
      String field = "/partitions/values/" + entry.getKey();
      List<String> some = entry.getValue();
      if (some == null || some.isEmpty() || some.size() > MAX_KEYS || hasNull(some)) {
        throw wrong(field, null, "1 to " + MAX_KEYS + " texts");
      }
      values.put(entry.getKey(), new HashSet<>(some));
    }
    return values;
  }

  private static boolean hasNull(List<String> texts) {
    return texts.stream().anyMatch(Objects::isNull);
  }

  private static List<PartitionKey> keys(List<String> given) {
    List<PartitionKey> keys = new ArrayList<>();
    if (given == null) {
      return keys;
    }
    if (given.isEmpty() || given.size() > MAX_KEYS) {
      throw wrong("/partitions/keys", given.size() + " keys", "1 to " + MAX_KEYS + " keys");
    }
    for (int i = 0; i < given.size(); i++) {
      String field = "/partitions/keys/" + i;
      if (given.get(i) == null) {
        throw wrong(field, null, "a partition key");
      }
      try {
        keys.add(PartitionKey.parse(given.get(i)));
      } catch (IllegalArgumentException e) {
        throw Problem.of(ErrorCode.INVALID_PARTITION, "The text is no partition key.")
            .with("field", field)
            .with("value", excerpt(given.get(i)))
            .with("expected", e.getMessage())
            .asException();
      }
    }
    return keys;
  }

  private static ProblemException wrong(String field, String value, String expected) {
    Problem problem =
        Problem.of(ErrorCode.INVALID_REQUEST, "The value is not allowed here.")
            .with("field", field);
    return (value == null ? problem : problem.with("value", excerpt(value)))
        .with("expected", expected)
        .asException();
  }

  private static String excerpt(String text) {
    StringBuilder shown = new StringBuilder();
    text.substring(0, Math.min(text.length(), EXCERPT_CHARACTERS))
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
