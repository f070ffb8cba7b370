package io.arco.server.api;

import io.arco.ledger.AsOf;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** How callers say which state they mean. */
public final class AsOfText {
  /** The query parameter. */
  static final String PARAMETER = "asOf";

  /** What of ISO 8601 is RFC 3339 too; whether there is such a time is not its matter. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt]([01]\\d|2[0-3]):\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

  private AsOfText() {}

  /** What a request is to be answered as of, if it says so; fails as {@link #parse} does. */
  static Optional<AsOf> of(Exchange exchange) {
    return exchange.query(PARAMETER).map(AsOfText::parse);
  }

  /**
   * A sequence, or an RFC 3339 time with its offset.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is neither
   */
  static AsOf parse(String text) {
    return parse(PARAMETER, text);
  }

  /** The same as the value of another parameter. */
  static AsOf parse(String parameter, String text) {
    return read(text)
        .orElseThrow(
            () -> RequestProblems.parameter(parameter, text, "a sequence, or an RFC 3339 time"));
  }

  /** What a sequence, or an RFC 3339 time with its offset, means; empty if it is neither. */
  public static Optional<AsOf> read(String text) {
    long sequence = Numbers.parse(text, 0, Long.MAX_VALUE);
    if (sequence >= 0) {
      return Optional.of(new AsOf.AtSequence(sequence));
    }
    if (!RFC_3339.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new AsOf.AtTime(Instant.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
