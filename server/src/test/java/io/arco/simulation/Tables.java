package io.arco.simulation;

import io.arco.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A summary for people and for programs.
 *
 * @param summary what came of the worlds
 */
record Tables(Summary summary) {
  /** The closing table of a run. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "seeds", summary.seeds());
    line(text, "servers", summary.nodes());
    line(text, "requests", summary.requests());
    line(text, "commands", summary.commands());
    line(text, "commits", summary.commits());
    text.append("struck\n");
    summary.strikes().forEach((fault, times) -> line(text, "  " + fault, times));
    text.append("checked\n");
    summary.checks().forEach((of, times) -> line(text, "  " + of, times));
    text.append("answered\n");
    summary
        .answers()
        .forEach(
            (asked, said) ->
                said.forEach((code, times) -> line(text, "  " + asked + " " + code, times)));
    line(text, "await points", summary.awaits().awaited().size());
    line(text, "crashed at", summary.awaits().crashed().size());
    line(text, "violations", summary.violationCount());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long value) {
    text.append(String.format(Locale.ROOT, "%-40s %,14d%n", name, value));
  }

  /** All figures as JSON. */
  byte[] json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("seeds", summary.seeds());
    all.put("servers", summary.nodes());
    all.put("requests", summary.requests());
    all.put("commands", summary.commands());
    all.put("commits", summary.commits());
    all.put("struck", summary.strikes());
    all.put("checked", summary.checks());
    all.put("answered", summary.answers());
    all.put("awaited", summary.awaits().awaited());
    all.put("crashed", summary.awaits().crashed());
    all.put("violationCount", summary.violationCount());
    all.put("violations", summary.violations());
    return Json.bytes(all);
  }

  /** The table of faults and invariants, in Markdown. */
  String markdown() {
    List<Invariant> columns = new ArrayList<>(summary.checks().keySet());
    StringBuilder text = new StringBuilder();
    text.append("In how many of ").append(summary.seeds());
    text.append(" worlds a fault struck and an invariant was checked, without a violation: ");
    text.append(summary.violationCount() == 0 ? "none was found.\n\n" : "SOME WERE FOUND.\n\n");
    for (int i = 0; i < columns.size(); i++) {
      text.append(i + 1).append(". ").append(columns.get(i).text()).append('\n');
    }
    text.append("\n| fault | struck |");
    for (int i = 1; i <= columns.size(); i++) {
      text.append(' ').append(i).append(" |");
    }
    text.append("\n|---|--:|").append("--:|".repeat(columns.size())).append('\n');
    summary
        .strikes()
        .forEach(
            (fault, times) -> {
              text.append("| ").append(fault.toLowerCase(Locale.ROOT).replace('_', ' '));
              text.append(String.format(Locale.ROOT, " | %,d |", times));
              columns.forEach(
                  of -> text.append(' ').append(summary.together(fault, of)).append(" |"));
              text.append('\n');
            });
    text.append(String.format(Locale.ROOT, "| checks | |"));
    columns.forEach(
        of -> text.append(String.format(Locale.ROOT, " %,d |", summary.checks().get(of))));
    return text.append('\n').toString();
  }
}
