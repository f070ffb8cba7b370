package io.arco.server.dispatch;

import io.arco.planner.run.Lease;
import java.util.List;

/**
 * What a poll is answered.
 *
 * @param leases what the worker has now; may be empty
 * @param sequence the newest commit that the answer knows of
 */
public record Leased(List<Lease> leases, long sequence) {
  /** Copies the leases. */
  public Leased {
    leases = List.copyOf(leases);
  }
}
