package io.arco.testing.faults;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** How slow a store is and how often each fault strikes: an immutable value. */
public final class FaultProfile {
  /** How much latencies scatter when faults are over: one in a million is ten times the median. */
  private static final double HEALED_SIGMA = 0.5;

  /** Half of the calls take less than this. */
  private final double medianMillis;

  /** The standard deviation of the latency's logarithm. */
  private final double sigma;

  private final Map<Fault, Double> probabilities;

  private FaultProfile(double medianMillis, double sigma, Map<Fault, Double> probabilities) {
    this.medianMillis = medianMillis;
    this.sigma = sigma;
    this.probabilities = probabilities;
  }

  /**
   * A store without faults whose latency is log-normal.
   *
   * @param medianMillis half of the calls take less, at least 1
   * @param sigma the standard deviation of the latency's logarithm; 0 for a constant latency
   */
  public static FaultProfile sound(double medianMillis, double sigma) {
    return new FaultProfile(medianMillis, sigma, Map.of());
  }

  /** With a fault that strikes a call that it can strike with this probability. */
  public FaultProfile with(Fault fault, double probability) {
    Map<Fault, Double> more = new EnumMap<>(Fault.class);
    more.putAll(probabilities);
    more.put(fault, probability);
    return new FaultProfile(medianMillis, sigma, more);
  }

  /** Without any fault; as slow as before. */
  public FaultProfile healed() {
    return sound(medianMillis, Math.min(sigma, HEALED_SIGMA));
  }

  /** How long a call takes, in milliseconds, at least 1. */
  long latencyMillis(RandomGenerator random) {
    double factor = sigma == 0 ? 1 : Math.exp(sigma * random.nextGaussian());
    return Math.max(1, Math.round(Math.min(medianMillis * factor, 60_000)));
  }

  /** Whether a latency is a fault of its own. */
  boolean isSlow(long latencyMillis) {
    return latencyMillis > 10 * medianMillis;
  }

  double probability(Fault fault) {
    return probabilities.getOrDefault(fault, 0.0);
  }

  /** Draws whether a fault strikes. */
  boolean strikes(Fault fault, RandomGenerator random) {
    double probability = probability(fault);
    return probability > 0 && random.nextDouble() < probability;
  }

  /** Draws which of these faults strikes, or null; at most one does. */
  Fault draw(Fault[] faults, RandomGenerator random) {
    double drawn = random.nextDouble();
    for (Fault fault : faults) {
      drawn -= probability(fault);
      if (drawn < 0) {
        return fault;
      }
    }
    return null;
  }
}
