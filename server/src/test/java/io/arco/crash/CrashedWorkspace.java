package io.arco.crash;

/**
 * A workspace that servers are killed over, and what it must hold.
 *
 * @param name its name, of the default tenant
 * @param expectation of all rounds in it
 */
record CrashedWorkspace(String name, Expectation expectation) {
  /** Runs {@code arco verify} on it; no server may be running. */
  ArcoProcess.Ended verify(String store) {
    return CommandRun.of("verify", "--store", store, "--workspace", name);
  }
}
