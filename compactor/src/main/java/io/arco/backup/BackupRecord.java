package io.arco.backup;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Format;
import io.arco.journal.Hash;
import io.arco.journal.Sealed;
import io.arco.json.Json;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What one run of a backup found and keeps, {@link Sealed}: entry {@code number} of the numbered
 * log {@code backups/}. Where it is, everything it names is, verified.
 *
 * @param type always {@value #TYPE}
 * @param format the format number
 * @param tenant whose workspace
 * @param workspace which
 * @param number its place in the log, at least 1
 * @param backupId of this run alone
 * @param backedUpAt when the run ended
 * @param arco the version of the Arco that made it
 * @param journal which commits
 * @param manifest which snapshot; null if the workspace had none
 * @param stateHash the hash of the state at the journal's end, 64 hexadecimal digits
 * @param incarnation the number of the workspace's incarnation, at least 1
 */
@JsonPropertyOrder({
  "type",
  "format",
  "tenant",
  "workspace",
  "number",
  "backupId",
  "backedUpAt",
  "arco",
  "journal",
  "manifest",
  "stateHash",
  "incarnation"
})
public record BackupRecord(
    String type,
    int format,
    String tenant,
    String workspace,
    long number,
    UUID backupId,
    Instant backedUpAt,
    String arco,
    Commits journal,
    Snapshot manifest,
    Hash stateHash,
    long incarnation) {
  /** The type of every record. */
  public static final String TYPE = "arco.backup";

  /**
   * The commits of a backup: commit 1, and {@code from} to {@code to} without a gap.
   *
   * @param from the first, at least 1
   * @param to the last: the journal's head when the backup was made
   * @param firstHash the hash of commit 1
   * @param hash the hash of commit {@code to}
   * @param bytes the size of all of them
   */
  @JsonPropertyOrder({"from", "to", "firstHash", "hash", "bytes"})
  public record Commits(long from, long to, Hash firstHash, Hash hash, long bytes) {
    /**
     * @throws IllegalArgumentException if the numbers can't be
     */
    public Commits {
      Objects.requireNonNull(firstHash, "firstHash");
      Objects.requireNonNull(hash, "hash");
      if (from < 1 || to < from || bytes < 1) {
        throw new IllegalArgumentException("commits " + from + " to " + to);
      }
    }

    /** Whether commit {@code n} is one of them. */
    public boolean contains(long n) {
      return n == 1 || (n >= from && n <= to);
    }

    /** How many they are. */
    public long count() {
      return to - from + 1 + (from > 1 ? 1 : 0);
    }
  }

  /**
   * The snapshot of a backup.
   *
   * @param number the manifest's number
   * @param hash the hash of its bytes
   * @param files how many files it names
   * @param bytes the size of the manifest and its files
   */
  @JsonPropertyOrder({"number", "hash", "files", "bytes"})
  public record Snapshot(long number, Hash hash, long files, long bytes) {
    /**
     * @throws IllegalArgumentException if the numbers can't be
     */
    public Snapshot {
      Objects.requireNonNull(hash, "hash");
      if (number < 1 || files < 0 || bytes < 1) {
        throw new IllegalArgumentException("manifest " + number + " of " + files + " files");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a number can't be
   * @throws NullPointerException if a value but the manifest is missing
   */
  public BackupRecord {
    Objects.requireNonNull(backupId, "backupId");
    Objects.requireNonNull(backedUpAt, "backedUpAt");
    Objects.requireNonNull(arco, "arco");
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(stateHash, "stateHash");
    if (number < 1 || incarnation < 1) {
      throw new IllegalArgumentException("backup " + number + " of incarnation " + incarnation);
    }
  }

  /** How many objects it names. */
  public long objects() {
    return journal.count() + (manifest == null ? 0 : manifest.files() + 1);
  }

  /** The size of all objects it names. */
  public long bytes() {
    return journal.bytes() + (manifest == null ? 0 : manifest.bytes());
  }

  /** The same in another slot. */
  BackupRecord withNumber(long other) {
    return new BackupRecord(
        type,
        format,
        tenant,
        workspace,
        other,
        backupId,
        backedUpAt,
        arco,
        journal,
        manifest,
        stateHash,
        incarnation);
  }

  /** Its bytes. */
  public byte[] encode() {
    return Sealed.encode(this);
  }

  /**
   * Reads the record that stands in slot {@code number} of this workspace's backups.
   *
   * @param object its name for messages
   * @throws CorruptObjectException if it is not that
   * @throws io.arco.problem.ProblemException FORMAT_TOO_NEW
   */
  public static BackupRecord decode(Workspace of, long number, String object, byte[] bytes) {
    try {
      JsonNode tree = Sealed.decode(object, TYPE, bytes);
      BackupRecord record = Json.MAPPER.treeToValue(tree, BackupRecord.class);
      boolean isOurs =
          record.tenant.equals(of.tenant().name()) && record.workspace.equals(of.name());
      if (!isOurs || record.number != number) {
        throw new CorruptObjectException(
            object,
            "it is backup " + record.number + " of " + record.tenant + "/" + record.workspace);
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new CorruptObjectException(object, "not a backup record: " + e.getOriginalMessage());
    }
  }

  /** A record to be, in slot 1. */
  static BackupRecord of(
      Workspace of,
      UUID backupId,
      Instant now,
      String arco,
      Commits journal,
      Snapshot manifest,
      Hash stateHash,
      long incarnation) {
    return new BackupRecord(
        TYPE,
        Format.CURRENT,
        of.tenant().name(),
        of.name(),
        1,
        backupId,
        now,
        arco,
        journal,
        manifest,
        stateHash,
        incarnation);
  }
}
