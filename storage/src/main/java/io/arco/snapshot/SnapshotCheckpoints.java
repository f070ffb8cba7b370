package io.arco.snapshot;

import io.arco.journal.Hash;
import io.arco.ledger.Checkpoint;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Domains;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Snapshots as the ledger's checkpoints.
 *
 * @param snapshots where they are read from
 * @param domains whose tables hold the state
 */
public record SnapshotCheckpoints(Snapshots snapshots, Domains domains) implements Checkpoints {
  @Override
  public Future<Optional<Checkpoint>> newest() {
    return snapshots.newest().map(newest -> newest.map(stored -> checkpoint(stored.manifest())));
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
      public Future<TableRows> rows() {
        return snapshots.load(manifest, domains.stateTables());
      }
    };
  }
}
