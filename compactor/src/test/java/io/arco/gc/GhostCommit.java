package io.arco.gc;

import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.journal.Hash;
import io.arco.store.Workspace;
import java.time.Instant;

/** What a server that was stopped for days puts into a slot that retention has emptied. */
public final class GhostCommit {
  private GhostCommit() {}

  /**
   * A sound commit that no commit of the journal follows.
   *
   * @param first the bytes of commit 1, whose commands it repeats
   * @param at when it says it was written
   */
  public static byte[] of(Workspace workspace, long number, byte[] first, Instant at) {
    Commit commit = CommitCodec.decode("commit 1", workspace, 1, first);
    return CommitCodec.encode(
        new CommitCodec.Seal(
            workspace, number, commit.header().commitId(), "another", at, Hash.of(first)),
        commit.commands());
  }
}
