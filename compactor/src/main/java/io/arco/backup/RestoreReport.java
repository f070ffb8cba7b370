package io.arco.backup;

/**
 * What a restore did.
 *
 * @param backup the number of the backup's record
 * @param restored the commit that the backup reaches
 * @param sequence the commit that begins the new incarnation
 * @param incarnation its number
 * @param objects how many objects were restored
 * @param bytes the size of all of them
 * @param stateHash the hash of the state at {@code restored}, as it was when it was backed up
 */
public record RestoreReport(
    long backup,
    long restored,
    long sequence,
    long incarnation,
    long objects,
    long bytes,
    String stateHash) {
  static RestoreReport of(BackupRecord record, long sequence, long incarnation) {
    return new RestoreReport(
        record.number(),
        record.journal().to(),
        sequence,
        incarnation,
        record.objects(),
        record.bytes(),
        record.stateHash().hex());
  }
}
