package io.arco.server.api;

import io.arco.ledger.AsOf;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How callers say which state they mean. */
public final class AsOfText {
  /** The query parameter. */
  static final String PARAMETER = "asOf";

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
    try {
      return Optional.of(new AsOf.AtTime(Instant.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
