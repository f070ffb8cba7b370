package io.arco.snapshot;

import io.arco.journal.Hash;
import io.arco.ledger.Checkpoint;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Domains;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Snapshots as the ledger's checkpoints.
 *
 * @param snapshots where they are read from
 * @param domains whose tables hold the state
 */
public record SnapshotCheckpoints(Snapshots snapshots, Domains domains) implements Checkpoints {
  /** What a row comes to in a state, by estimate, beside the texts in it. */
  private static final long HELD_PER_ROW = 96;

  @Override
  public Future<Optional<Checkpoint>> newest() {
    return snapshots.newest().map(newest -> newest.map(stored -> checkpoint(stored.manifest())));
  }

  @Override
  public Future<Optional<Checkpoint>> atOrBefore(long sequence) {
    return new FormerManifests(snapshots)
        .atOrBefore(sequence)
        .map(found -> found.map(stored -> checkpoint(stored.manifest())));
  }

  @Override
  public Future<OptionalLong> oldestFrom(long sequence) {
    return new FormerManifests(snapshots).oldestFrom(sequence);
  }

  /** This very snapshot as a checkpoint. */
  public Checkpoint checkpoint(Manifest manifest) {
    return new Checkpoint() {
      @Override
      public long number() {
        return manifest.number();
      }

      @Override
      public long sequence() {
        return manifest.journal().sequence();
      }

      @Override
      public Hash head() {
        return manifest.journal().hash();
      }

      @Override
      public String stateHash() {
        return manifest.stateHash();
      }

      @Override
      public long heldBytes() {
        return domains.stateTables().stream()
            .flatMap(table -> manifest.table(table).stream())
            .mapToLong(table -> HELD_PER_ROW * table.rows() + 2 * table.bytes())
            .sum();
      }

      @Override
      public Future<TableRows> rows() {
        return snapshots.load(manifest, domains.stateTables());
      }
    };
  }
}
