package io.arco.ledger;

import io.arco.journal.Commit;
import java.util.List;

/**
 * Commits that follow each other.
 *
 * @param commits in order; none if there is none behind the sequence that was asked for
 * @param head the newest commit there was when they were read
 */
public record CommitPage(List<Commit> commits, long head) {
  /** Copies the commits. */
  public CommitPage {
    commits = List.copyOf(commits);
  }
}
