package io.arco.backup;

/**
 * What one run of a backup did.
 *
 * @param backup the number of its record
 * @param sequence the journal's head that it reaches
 * @param manifest the snapshot it holds; 0 for none
 * @param objects how many objects it consists of
 * @param bytes the size of all of them
 * @param copied how many of them this run put
 * @param copiedBytes the size of those
 * @param reused how many were there already
 * @param reusedBytes the size of those
 * @param stateHash the hash of the state at {@code sequence}
 */
public record BackupReport(
    long backup,
    long sequence,
    long manifest,
    long objects,
    long bytes,
    long copied,
    long copiedBytes,
    long reused,
    long reusedBytes,
    String stateHash) {
  static BackupReport of(BackupRecord record, CopyCount count) {
    return new BackupReport(
        record.number(),
        record.journal().to(),
        record.manifest() == null ? 0 : record.manifest().number(),
        record.objects(),
        record.bytes(),
        count.written(),
        count.writtenBytes(),
        record.objects() - count.written(),
        record.bytes() - count.writtenBytes(),
        record.stateHash().hex());
  }
}
