package io.arco.planner.partition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much later than naturally the periods of a dimension begin, in local time. Its text is that
 * of ISO 8601: {@code P3M}, {@code P6D}, {@code PT6H}, {@code PT15M}; {@code PT0S} is none.
 *
 * @param months of years only, less than 12
 * @param days of weeks less than 7, of months and years less than 28
 * @param minutes of hours less than 60, else less than 1,440
 */
public record Offset(int months, int days, int minutes) {
  /** None. */
  public static final Offset NONE = new Offset(0, 0, 0);

  private static final int MINUTES_AN_HOUR = 60;
  private static final int MINUTES_A_DAY = 1_440;
  private static final Pattern TEXT =
      Pattern.compile(
          "P(?:(\\d{1,2})M)?(?:(\\d{1,2})D)?(?:T(?=\\d)(?:(\\d{1,2})H)?(?:(\\d{1,2})M)?)?");

  /** The offset of this text; nothing if it is none. */
  public static Optional<Offset> parse(String text) {
    if (text.equals("PT0S")) {
      return Optional.of(NONE);
    }
    Matcher matcher = TEXT.matcher(text);
    if (text.length() < 2 || !matcher.matches()) {
      return Optional.empty();
    }
    int hours = number(matcher.group(3));
    return Optional.of(
        new Offset(
            number(matcher.group(1)),
            number(matcher.group(2)),
            hours * MINUTES_AN_HOUR + number(matcher.group(4))));
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Whether periods of this grain may be so much later. */
  public boolean fits(Grain grain) {
    return switch (grain) {
      case HOUR -> months == 0 && days == 0 && minutes < MINUTES_AN_HOUR;
      case DAY -> months == 0 && days == 0 && minutes < MINUTES_A_DAY;
      case WEEK -> months == 0 && days < 7 && minutes < MINUTES_A_DAY;
      case MONTH -> months == 0 && days < 28 && minutes < MINUTES_A_DAY;
      case YEAR -> months < 12 && days < 28 && minutes < MINUTES_A_DAY;
    };
  }

  /** The canonical text. */
  public String text() {
    if (equals(NONE)) {
      return "PT0S";
    }
    StringBuilder text = new StringBuilder("P");
    part(text, months, 'M');
    part(text, days, 'D');
    if (minutes > 0) {
      text.append('T');
      part(text, minutes / MINUTES_AN_HOUR, 'H');
      part(text, minutes % MINUTES_AN_HOUR, 'M');
    }
    return text.toString();
  }

  private static void part(StringBuilder text, int number, char unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
