package io.arco.crash;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.Compactor;
import io.arco.compactor.Publisher;
import io.arco.ledger.Ledger;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import io.arco.testing.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store that looks as if a server had written it for days, made in virtual time. */
final class OldStore {
  /** Its only workspace. */
  static final String TENANT = LedgerWorld.WORKSPACE.tenant().name();

  /** The same. */
  static final String WORKSPACE = LedgerWorld.WORKSPACE.name();

  private static final long STEP_MILLIS = 20 * 60_000;

  private OldStore() {}

  /**
   * Writes it: so many commits, each with a snapshot, twenty minutes apart, the last of them {@code
   * ageMillis} ago.
   */
  static void write(Path directory, int commits, long ageMillis) throws IOException {
    LedgerWorld world = new LedgerWorld(1);
    VirtualTime time = world.time();
    long beginMillis = Clock.system().wallMillis() - ageMillis - commits * STEP_MILLIS;
    time.jumpWall(beginMillis - VirtualTime.WALL_START_MILLIS);
    Runtime runtime = time.runtime(1);
    MemoryStore store = world.truth();
    Snapshots snapshots = new Snapshots(runtime, store, world.keys());
    Ledger ledger =
        time.await(
            Ledger.open(
                LedgerWorld.with(
                    world.config(runtime, store),
                    new SnapshotCheckpoints(snapshots, world.domains()))));
    Publisher publisher = time.await(Publisher.open(runtime, store, world.keys(), "old-compactor"));
    Compactor compactor =
        new Compactor(runtime, ledger, world.domains(), publisher, CompactionOptions.DEFAULT);
    for (int i = 1; i <= commits; i++) {
      time.advance(STEP_MILLIS);
      time.await(compactor.including(world.create(ledger, "old" + i).sequence()));
    }
    copy(time, store, directory);
  }

  private static void copy(VirtualTime time, MemoryStore store, Path directory) throws IOException {
    Key after = null;
    Listing page;
    do {
      page = time.await(store.list(Prefix.ROOT, after, Listing.MAX_LIMIT));
      for (Listing.Entry entry : page.entries()) {
        after = entry.key();
        Path file = directory.resolve(after.text());
        Files.createDirectories(file.getParent());
        Files.write(file, ((ReadOutcome.Found) time.await(store.get(after))).bytes());
      }
    } while (!page.complete());
  }
}
