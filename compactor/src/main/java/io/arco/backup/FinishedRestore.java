package io.arco.backup;

import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.journal.CommittedCommand.CommittedEvent;
import io.arco.json.Json;
import io.arco.ledger.LedgerDomain;
import io.arco.ledger.LedgerEvent.Restored;
import io.arco.log.ObjectSlots;
import io.arco.store.Key;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Tells a workspace that this very restore made, and in which nothing was committed since, from any
 * other.
 *
 * @param target the objects of the store
 * @param keys the workspace's
 */
record FinishedRestore(ExactObjects target, WorkspaceKeys keys) {
  /** What was done; fails with {@link BackupException} if the workspace is another. */
  Future<RestoreReport> report(BackupRecord record) {
    long began = record.journal().to() + 1;
    return target
        .get(key(began))
        .compose(
            commit -> {
              Optional<Restored> restored =
                  commit.flatMap(bytes -> restored(began, bytes)).filter(it -> isOf(record, it));
              return restored.isEmpty()
                  ? Future.failedFuture(refusal())
                  : target.get(key(began + 1)).map(next -> report(record, restored.get(), next));
            });
  }

  private RestoreReport report(BackupRecord record, Restored restored, Optional<byte[]> next) {
    if (next.isPresent()) {
      throw refusal();
    }
    return RestoreReport.of(record, record.journal().to() + 1, restored.incarnation());
  }

  private Optional<Restored> restored(long n, byte[] bytes) {
    Commit commit = CommitCodec.decode(target.nameOf(key(n)), keys.workspace(), n, bytes);
    CommittedEvent event = commit.commands().get(0).events().get(0);
    boolean isRestored =
        event.domain().equals(LedgerDomain.NAME) && event.type().equals("Restored");
    return isRestored
        ? Optional.of(Json.read(Json.bytes(event.data()), Restored.class))
        : Optional.empty();
  }

  private static boolean isOf(BackupRecord record, Restored restored) {
    return restored.backupId().equals(record.backupId());
  }

  private Key key(long n) {
    return keys.journal().key(ObjectSlots.fileName(n));
  }

  private BackupException refusal() {
    return new BackupException(
        "The store holds the workspace "
            + keys.workspace().tenant().name()
            + "/"
            + keys.workspace().name()
            + " already. Restore into an empty store.");
  }
}
