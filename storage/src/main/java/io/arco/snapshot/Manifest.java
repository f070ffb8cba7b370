package io.arco.snapshot;

import io.arco.journal.Hash;
import io.arco.store.Workspace;
import io.arco.table.TableDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one snapshot of a workspace consists of: how far it reaches and all its files, of every
 * domain. Entry {@code number} of the numbered log {@code snapshots/}.
 *
 * @param workspace whose it is
 * @param number its place in the log, at least 1
 * @param previousHash the SHA-256 of manifest {@code number - 1}'s bytes; {@link Hash#NONE} for 1
 * @param publishedAt when, by the publisher's clock
 * @param writer an id of the publisher
 * @param journal how far it reaches
 * @param stateHash the hash of the whole state at that point, 64 hexadecimal digits
 * @param lanes the event lanes' positions by lane
 * @param tables ordered by folder
 */
public record Manifest(
    Workspace workspace,
    long number,
    Hash previousHash,
    Instant publishedAt,
    String writer,
    JournalPosition journal,
    String stateHash,
    Map<String, Long> lanes,
    List<TableFiles> tables) {
  /**
   * @throws IllegalArgumentException if a table is there twice or out of order, a file is named for
   *     a later manifest, or a value can't be
   */
  public Manifest {
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(publishedAt, "publishedAt");
    Objects.requireNonNull(writer, "writer");
    Objects.requireNonNull(journal, "journal");
    stateHash = new Hash(stateHash).hex();
    lanes = Map.copyOf(lanes);
    tables = List.copyOf(tables);
    if (number < 1 || (number == 1) != previousHash.equals(Hash.NONE)) {
      throw new IllegalArgumentException(
          "manifest " + number + " can't follow one of hash " + previousHash);
    }
    check(number, tables);
  }

  /** The table of this definition, if the snapshot has it. */
  public Optional<TableFiles> table(TableDefinition table) {
    return tables.stream().filter(t -> t.folder().equals(table.folder())).findFirst();
  }

  private static void check(long number, List<TableFiles> tables) {
    String previous = "";
    for (TableFiles table : tables) {
      if (previous.compareTo(table.folder()) >= 0) {
        throw new IllegalArgumentException(
            "tables are not in order or there twice at " + table.folder());
      }
      previous = table.folder();
      for (ShardFile file : table.files()) {
        if (file.manifest() < 1 || file.manifest() > number) {
          throw new IllegalArgumentException(file.path() + " is no file of manifest " + number);
        }
      }
    }
  }
}
