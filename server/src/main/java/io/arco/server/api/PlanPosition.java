package io.arco.server.api;

import io.arco.planner.plan.Plan.Cursor;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of a plan begins, and of which plan: pages are worked out from what the first one
 * was.
 *
 * @param version of the manifest; null is the current one
 * @param logicalTime what the plan takes for now
 * @param cursor the place in it
 */
record PlanPosition(Long version, Instant logicalTime, Cursor cursor) {
  private static final Pattern TEXT =
      Pattern.compile("([1-9]\\d{0,17}) (\\d{1,15}) (\\d{1,9}) (-1|\\d{1,9}|1\\d{9}|20\\d{8})");

  /** As it stands in page tokens. */
  String text() {
    return version
        + " "
        + logicalTime.toEpochMilli()
        + " "
        + cursor.asset()
        + " "
        + cursor.position();
  }

  /**
   * The position of this text.
   *
   * @throws io.arco.problem.ProblemException INVALID_PAGE_TOKEN if it is none
   */
  static PlanPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw RequestProblems.pageToken();
    }
    return new PlanPosition(
        Long.parseLong(matcher.group(1)),
        Instant.ofEpochMilli(Long.parseLong(matcher.group(2))),
        new Cursor(Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4))));
  }
}
