package io.arco.repair;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.LogListing;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.ShardFile;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What sound manifests say of commits, of each other and of files. */
final class Witnesses {
  private final Sources sources;
  private final Map<Long, Hash> commits = new HashMap<>();
  private final Map<Long, Hash> manifests = new HashMap<>();
  private final TreeMap<Long, Manifest> sound = new TreeMap<>();
  private final Map<String, NamedFile> files = new HashMap<>();
  private long newest;

  /**
   * A file and how far the manifests reach that name it.
   *
   * @param file as they name it
   * @param folder of its table
   * @param sequences ascending
   */
  record NamedFile(ShardFile file, String folder, List<Long> sequences) {}

  private Witnesses(Sources sources) {
    this.sources = sources;
  }

  /** Hears all manifests of the log and all copies that decode. */
  static Future<Witnesses> hear(Sources sources) {
    Witnesses witnesses = new Witnesses(sources);
    return witnesses
        .hear(sources.keys().keptSnapshots(), false)
        .compose(done -> witnesses.hear(sources.keys().snapshots(), true))
        .map(
            done -> {
              witnesses.sound.values().forEach(witnesses::hear);
              return witnesses;
            });
  }

  private Future<Void> hear(Prefix folder, boolean log) {
    ObjectSlots slots = new ObjectSlots(sources.here(), folder);
    return sources
        .runtime()
        .onScheduler(new LogListing(slots).numbers())
        .compose(
            numbers -> {
              if (log) {
                newest = numbers.stream().mapToLong(n -> n).max().orElse(0);
              }
              return hear(slots, numbers, 0, log);
            });
  }

  private Future<Void> hear(ObjectSlots slots, List<Long> numbers, int index, boolean log) {
    if (index == numbers.size()) {
      return Future.succeededFuture();
    }
    long k = numbers.get(index);
    return sources
        .runtime()
        .onScheduler(slots.get(k))
        .compose(
            bytes -> {
              bytes.ifPresent(content -> hear(slots.nameOf(k), k, content, log));
              return hear(slots, numbers, index + 1, log);
            });
  }

  private void hear(String object, long k, byte[] content, boolean log) {
    try {
      sound.put(k, ManifestCodec.decode(sources.keys().workspace(), k, object, content));
      if (log) {
        manifests.put(k, Hash.of(content));
      }
    } catch (CorruptObjectException | ProblemException e) {
      // Says nothing; that it is damaged is a finding of its own.
      return;
    }
  }

  private void hear(Manifest manifest) {
    commits.put(manifest.journal().sequence(), manifest.journal().hash());
    if (manifest.number() > 1) {
      manifests.put(manifest.number() - 1, manifest.previousHash());
    }
    manifest
        .tables()
        .forEach(
            table ->
                table
                    .files()
                    .forEach(
                        file ->
                            files
                                .computeIfAbsent(
                                    file.path(),
                                    path -> new NamedFile(file, table.folder(), new ArrayList<>()))
                                .sequences()
                                .add(manifest.journal().sequence())));
  }

  /** The hash that a manifest gives commit {@code n}. */
  Optional<Hash> commit(long n) {
    return Optional.ofNullable(commits.get(n));
  }

  /** The hash that manifest {@code k} must have, as the one after it says. */
  Optional<Hash> manifest(long k) {
    return Optional.ofNullable(manifests.get(k));
  }

  /** The file of this path, if a sound manifest names it. */
  Optional<NamedFile> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** All sound manifests, copies included, in the order of their numbers. */
  Map<Long, Manifest> sound() {
    return sound;
  }

  /** The newest slot of the manifests' log that holds anything, 0 if none does. */
  long newest() {
    return newest;
  }

  /** Whether nothing stands behind this slot of the manifests' log. */
  boolean isNewest(long k) {
    return k >= newest;
  }
}
