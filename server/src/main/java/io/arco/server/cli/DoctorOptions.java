package io.arco.server.cli;

import io.arco.server.doctor.Prices;
import io.arco.server.doctor.Workload;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How thoroughly a store is tried, and for which workload and prices; mix it in. */
final class DoctorOptions {
  private static final int MAX_SAMPLES = 10_000;
  private static final int MAX_OBJECT_BYTES = 64 << 20;
  private static final int MAX_WRITERS = 256;
  private static final int MAX_ROUNDS = 1_000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "50",
      description = "Requests of each kind that are timed (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--object-bytes",
      paramLabel = "N",
      defaultValue = "4096",
      description = "The size of the objects that are timed (default: ${DEFAULT-VALUE}).")
  private int objectBytes;

  @Option(
      names = "--writers",
      paramLabel = "N",
      defaultValue = "16",
      description = "Writers of one name at once (default: ${DEFAULT-VALUE}).")
  private int writers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Races of them (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--writes-per-second",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the workload: commands, all month long (default: ${DEFAULT-VALUE}).")
  private double writesPerSecond;

  @Option(
      names = "--reads-per-second",
      paramLabel = "N",
      defaultValue = "10",
      description = "Of the workload: reads over the API (default: ${DEFAULT-VALUE}).")
  private double readsPerSecond;

  @Option(
      names = "--storage-gb",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the workload: what the store holds (default: ${DEFAULT-VALUE}).")
  private double storageGb;

  @Option(
      names = "--put-price-per-thousand",
      paramLabel = "USD",
      defaultValue = "0.005",
      description = "Puts, lists, deletes (default: ${DEFAULT-VALUE}).")
  private double putPrice;

  @Option(
      names = "--get-price-per-thousand",
      paramLabel = "USD",
      defaultValue = "0.0004",
      description = "Gets and heads (default: ${DEFAULT-VALUE}).")
  private double getPrice;

  @Option(
      names = "--storage-price-per-gb-month",
      paramLabel = "USD",
      defaultValue = "0.023",
      description = "A gigabyte kept for a month (default: ${DEFAULT-VALUE}).")
  private double storagePrice;

  int samples() {
    return samples;
  }

  int objectBytes() {
    return objectBytes;
  }

  int writers() {
    return writers;
  }

  int rounds() {
    return rounds;
  }

  Workload workload() {
    return new Workload(writesPerSecond, readsPerSecond, storageGb);
  }

  Prices prices() {
    return new Prices(putPrice, getPrice, storagePrice);
  }

  /** What is out of bounds, if anything is. */
  Optional<String> mistake() {
    if (samples < 1 || samples > MAX_SAMPLES) {
      return Optional.of("--samples must be 1 to " + MAX_SAMPLES);
    }
    if (objectBytes < 0 || objectBytes > MAX_OBJECT_BYTES) {
      return Optional.of("--object-bytes must be 0 to " + MAX_OBJECT_BYTES);
    }
    if (writers < 2 || writers > MAX_WRITERS) {
      return Optional.of("--writers must be 2 to " + MAX_WRITERS);
    }
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      return Optional.of("--rounds must be 1 to " + MAX_ROUNDS);
    }
    boolean negative =
        Math.min(Math.min(writesPerSecond, readsPerSecond), storageGb) < 0
            || Math.min(Math.min(putPrice, getPrice), storagePrice) < 0;
    return negative ? Optional.of("workload and prices must not be negative") : Optional.empty();
  }
}
