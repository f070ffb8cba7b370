package io.arco.bench;

import io.arco.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All measurements of a run, as a table and as JSON. */
final class Report {
  private static final String ROW = "| %-13s | %-36s | %12s | %-10s | %-9s | %-6s |%n";

  private final List<Measurement> measurements = new ArrayList<>();

  void add(PrintStream out, List<Measurement> more) {
    measurements.addAll(more);
    more.forEach(each -> print(out, each));
  }

  void printHead(PrintStream out) {
    out.printf("%n%s%n%n", String.join(", ", machine().values()));
    out.printf(ROW, "scenario", "what", "value", "unit", "target", "");
    out.printf(ROW, "---", "---", "---:", "---", "---", "---");
  }

  private static void print(PrintStream out, Measurement each) {
    String target = each.target() == null ? "" : each.target();
    String met = each.met() == null ? "" : each.met() ? "met" : "MISSED";
    out.printf(ROW, each.scenario(), each.name(), each.valueText(), each.unit(), target, met);
  }

  void write(Path file) throws IOException {
    Map<String, Object> whole = new LinkedHashMap<>(machine());
    whole.put("at", Instant.now());
    whole.put("measurements", measurements);
    Files.writeString(
        file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
  }

  /** What was measured, and where. */
  private static Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("commit", "commit " + System.getProperty("arco.commit", "unknown"));
    machine.put("java", "JDK " + System.getProperty("java.version"));
    machine.put("cores", Runtime.getRuntime().availableProcessors() + " cores");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    machine.put("load", String.format("load %.1f", load));
    return machine;
  }
}
