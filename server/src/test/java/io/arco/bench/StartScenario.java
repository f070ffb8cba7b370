package io.arco.bench;

import static io.arco.bench.Measurement.median;

import io.arco.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The jar, from the start of the process until it is ready, and until it has answered with a table:
 * a workspace is opened by its first request, so that is the honest figure.
 */
final class StartScenario implements Scenario {
  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String description() {
    return "the jar from process start to ready and to the first table, -Xmx2g";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    List<Measurement> measurements = new ArrayList<>();
    measure(lab, 1_000, 1_500, measurements);
    measure(lab, 100_000, 5_000, measurements);
    return measurements;
  }

  private void measure(Lab lab, int tables, double most, List<Measurement> into) throws Exception {
    double[] ready = new double[ROUNDS];
    double[] table = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    Path directory = lab.stores().copy(tables, "start-" + tables);
    for (int i = 0; i < ROUNDS; i++) {
      try (ServerProcess server = ServerProcess.ofJar(lab.work(), lab.jar(), directory);
          Clients clients = new Clients(server.url(), 1)) {
        Await.until(
            "ready", () -> clients.send(HttpConnection.get("/health/ready")).status() == 200);
        ready[i] = server.millisSinceStart();
        Await.until("a table", () -> clients.send(Lab.get(tables / 2)).status() == 200);
        table[i] = server.millisSinceStart();
        cpu[i] = server.cpuMillis();
      }
    }
    String of = String.format(Locale.ROOT, " at %,d tables, median", tables);
    into.add(Measurement.of(name(), "ready" + of, median(ready), "ms").atMost(most));
    into.add(Measurement.of(name(), "first table" + of, median(table), "ms").atMost(most));
    into.add(Measurement.of(name(), "processor time" + of, median(cpu), "ms"));
  }
}
