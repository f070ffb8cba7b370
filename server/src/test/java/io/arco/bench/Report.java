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
  private final List<Measurement> measurements = new ArrayList<>();

  void add(List<Measurement> more) {
    measurements.addAll(more);
  }

  void print(PrintStream out) {
    out.printf(
        "%n%s%n%n", String.join(", ", machine().values().stream().map(Object::toString).toList()));
    String row = "| %-12s | %-42s | %12s | %-10s | %-10s | %-6s |%n";
    out.printf(row, "scenario", "what", "value", "unit", "target", "");
    out.printf(row, "---", "---", "---:", "---", "---", "---");
    for (Measurement each : measurements) {
      String target = each.target() == null ? "" : each.target();
      String met = each.met() == null ? "" : each.met() ? "met" : "MISSED";
      out.printf(row, each.scenario(), each.name(), each.valueText(), each.unit(), target, met);
    }
  }

  void write(Path file) throws IOException {
    Map<String, Object> whole = new LinkedHashMap<>(machine());
    whole.put("at", Instant.now());
    whole.put("measurements", measurements);
    Files.writeString(
        file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
  }

  /** What was measured, and where. */
  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("commit", "commit " + System.getProperty("arco.commit", "unknown"));
    machine.put("java", "JDK " + System.getProperty("java.version"));
    machine.put("cores", Runtime.getRuntime().availableProcessors() + " cores");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    machine.put("load", String.format("load %.1f after the run", load));
    return machine;
  }
}
