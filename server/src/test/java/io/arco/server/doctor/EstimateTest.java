package io.arco.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Prices PRICES = new Prices(0.005, 0.0004, 0.023);
  private static final double SECONDS = 2_592_000;

  @Test
  void percentilesAreTimesThatWereMeasured() {
    long[] nanos = new long[100];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = (100 - i) * 1_000_000L;
    }
    assertEquals(new Timings(50, 90, 99, 100), Timings.of(nanos));
    assertEquals(new Timings(7, 7, 7, 7), Timings.of(new long[] {7_000_000}));
  }

  @Test
  void requestsAndCostFollowFromTheWorkload() {
    Estimate estimate =
        Estimate.of(flat(50), flat(20), 512, 10_000, new Workload(1, 10, 2), PRICES);
    assertEquals(20, estimate.commitsPerSecond());
    assertEquals(20 * 512, estimate.commandsPerSecond());
    assertEquals(SECONDS * (1 + 0.1 * 8), estimate.putsPerMonth(), 1);
    assertEquals(SECONDS * 10, estimate.getsPerMonth(), 1);
    double expected = SECONDS * 1.8 / 1_000 * 0.005 + SECONDS * 10 / 1_000 * 0.0004 + 2 * 0.023;
    assertEquals(expected, estimate.costPerMonth(), 0.01);
  }

  @Test
  void aBusyWorkspaceMakesNoMoreRequestsThanRoundTripsFit() {
    Estimate busy =
        Estimate.of(flat(50), flat(20), 512, 10_000, new Workload(9_000, 9_000, 0), PRICES);
    assertEquals(SECONDS * (20 + 0.8), busy.putsPerMonth(), 1);
    assertEquals(SECONDS * 50, busy.getsPerMonth(), 1);
  }

  @Test
  void aWorkspaceAtRestCostsItsStorage() {
    Estimate rest = Estimate.of(flat(50), flat(20), 512, 10_000, new Workload(0, 0, 100), PRICES);
    assertEquals(0, rest.putsPerMonth() + rest.getsPerMonth());
    assertEquals(2.3, rest.costPerMonth(), 1e-9);
  }

  private static Timings flat(double millis) {
    return new Timings(millis, millis, millis, millis);
  }
}
