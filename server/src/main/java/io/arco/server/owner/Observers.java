package io.arco.server.owner;

import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.Problem;
import java.util.List;

/**
 * Several observers as one, told in order.
 *
 * @param all of them
 */
public record Observers(List<LedgerObserver> all) implements LedgerObserver {
  /** Copies the list. */
  public Observers {
    all = List.copyOf(all);
  }

  @Override
  public void committed(WorkspaceState state, int commands, long bytes, boolean own) {
    all.forEach(observer -> observer.committed(state, commands, bytes, own));
  }

  @Override
  public void lost(long sequence) {
    all.forEach(observer -> observer.lost(sequence));
  }

  @Override
  public void openedAnew(WorkspaceState state) {
    all.forEach(observer -> observer.openedAnew(state));
  }

  @Override
  public void published(long sequence) {
    all.forEach(observer -> observer.published(sequence));
  }

  @Override
  public void checked(int waiting) {
    all.forEach(observer -> observer.checked(waiting));
  }

  @Override
  public void building(long sequence) {
    all.forEach(observer -> observer.building(sequence));
  }

  @Override
  public void stopped(Problem problem) {
    all.forEach(observer -> observer.stopped(problem));
  }
}
