package io.arco.gc;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.CompactionWorld;
import io.arco.compactor.CompactionWorld.Node;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.Snapshots;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A world of servers whose old entries are collected, in virtual time. */
final class RetentionWorld {
  static final long HOUR = 3_600_000;
  static final long DAY = 24 * HOUR;
  static final CompactionOptions EVERY_SECOND = new CompactionOptions(1_000, 3, 10_000);

  /** The least that production allows: a day of everything. */
  static final RetentionOptions A_DAY =
      new RetentionOptions(
          Duration.ofDays(1), Optional.of(Duration.ofDays(3)), Optional.of(Duration.ofDays(1)));

  final CompactionWorld nodes;
  final LedgerWorld world;
  private int names;

  RetentionWorld(long seed) {
    nodes = new CompactionWorld(seed);
    world = nodes.world();
  }

  Node open() {
    return nodes.open(EVERY_SECOND);
  }

  /** Commits so many catalogs, and publishes each. */
  void publish(Node node, int times) {
    for (int i = 0; i < times; i++) {
      long sequence = world.create(node.ledger(), "n" + ++names).sequence();
      world.time().await(node.compactor().including(sequence));
    }
  }

  /** Commits so many catalogs, three an hour, and publishes each. */
  void publishSlowly(Node node, int times) {
    for (int i = 0; i < times; i++) {
      world.time().advance(HOUR / 3);
      publish(node, 1);
    }
  }

  GarbageCollector collector(ObjectStore store, RetentionOptions options) {
    Runtime runtime = world.time().runtime(9);
    ObjectStore narrowed = GarbageCollector.role(store, world.keys());
    return new GarbageCollector(
        runtime,
        narrowed,
        new ObjectSlots(narrowed, world.keys().journal()),
        world.keys(),
        options);
  }

  CollectionReport collect(RetentionOptions options) {
    return world.time().await(collector(world.truth(), options).run(true));
  }

  List<String> list(Prefix folder) {
    List<String> names = new ArrayList<>();
    Key after = null;
    while (true) {
      Listing page = world.time().await(world.truth().list(folder, after, Listing.MAX_LIMIT));
      for (Listing.Entry entry : page.entries()) {
        after = entry.key();
        names.add(after.text().substring(folder.text().length()));
      }
      if (page.complete()) {
        return names;
      }
    }
  }

  List<Long> numbers(Prefix folder) {
    return list(folder).stream()
        .filter(name -> name.matches("[0-9]{20}\\.json"))
        .map(name -> Long.parseLong(name.substring(0, 20)))
        .toList();
  }

  byte[] bytes(Key key) {
    return ((ReadOutcome.Found) world.time().await(world.truth().get(key))).bytes();
  }

  void put(Key key, byte[] bytes) {
    world.time().await(world.truth().put(key, bytes, Precondition.NONE));
  }

  Key commit(long n) {
    return world.keys().journal().key(ObjectSlots.fileName(n));
  }

  Key manifest(long k) {
    return world.keys().snapshots().key(ObjectSlots.fileName(k));
  }

  Key copy(long k) {
    return world.keys().keptSnapshots().key(ObjectSlots.fileName(k));
  }

  Manifest decoded(Key key, long k) {
    return ManifestCodec.decode(world.keys().workspace(), k, key.text(), bytes(key));
  }

  /** Reads every file of a manifest as a slow reader would. */
  Future<?> load(Manifest manifest) {
    Snapshots snapshots = new Snapshots(world.time().runtime(8), world.truth(), world.keys());
    return snapshots.load(manifest, world.domains().stateTables());
  }
}
