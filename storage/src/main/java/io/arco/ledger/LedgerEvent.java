package io.arco.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;

/** What happens to the ledger itself. */
public sealed interface LedgerEvent extends Event {
  /**
   * The workspace was restored from a backup: a new incarnation begins with this commit.
   *
   * @param incarnation its number, from 2
   * @param id its id
   * @param backup the backup's number
   * @param backupId the backup's id
   * @param backedUpAt when the backup was made
   */
  @JsonPropertyOrder({"incarnation", "id", "backup", "backupId", "backedUpAt"})
  record Restored(long incarnation, UUID id, long backup, UUID backupId, Instant backedUpAt)
      implements LedgerEvent {}
}
