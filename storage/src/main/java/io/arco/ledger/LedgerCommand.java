package io.arco.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;

/** What may be asked of the ledger about itself; no caller of the API can. */
public sealed interface LedgerCommand extends Command {
  /**
   * Begin the next incarnation. Asked again for the same backup it changes nothing.
   *
   * @param incarnation the number of the one that was backed up
   * @param backup the backup's number
   * @param backupId the backup's id
   * @param backedUpAt when it was made
   */
  @JsonPropertyOrder({"incarnation", "backup", "backupId", "backedUpAt"})
  record Restore(long incarnation, long backup, UUID backupId, Instant backedUpAt)
      implements LedgerCommand {}
}
