package io.arco.backup;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.ObjectSlots;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.store.Key;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;

/**
 * Copies the files of a manifest, then the manifest, each verified before it is put. On the
 * runtime's scheduler.
 */
final class SnapshotCopy {
  /** How many files are held in memory at once. */
  static final int MAX_CONCURRENT_FILES = 8;

  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final ExactObjects source;
  private final ExactObjects target;
  private final CopyCount count;

  SnapshotCopy(
      Runtime runtime,
      WorkspaceKeys keys,
      ExactObjects source,
      ExactObjects target,
      CopyCount count) {
    this.runtime = runtime;
    this.keys = keys;
    this.source = source;
    this.target = target;
    this.count = count;
  }

  /** All files of a manifest. */
  static List<ShardFile> files(Manifest manifest) {
    return manifest.tables().stream().flatMap(table -> table.files().stream()).toList();
  }

  /** The key of a manifest. */
  static Key key(WorkspaceKeys keys, long number) {
    return keys.snapshots().key(ObjectSlots.fileName(number));
  }

  /** Copies these files. Fails as {@link #verified} does. */
  Future<Void> files(List<ShardFile> files) {
    return FanOut.map(runtime.scheduler(), files, MAX_CONCURRENT_FILES, this::file).mapEmpty();
  }

  /**
   * Copies manifest {@code number}, which has this hash.
   *
   * @return its size
   */
  Future<Integer> manifest(long number, Hash hash) {
    Key key = key(keys, number);
    return verified(key, hash).compose(bytes -> put(key, bytes).map(bytes.length));
  }

  /**
   * Reads an object of this hash. Fails with {@link VanishedException} where it is not there, with
   * {@link CorruptObjectException} where its bytes are others.
   */
  Future<byte[]> verified(Key key, Hash expected) {
    return source
        .get(key)
        .compose(
            found -> {
              byte[] bytes = found.orElseThrow(() -> new VanishedException(source.nameOf(key)));
              return runtime.onScheduler(
                  runtime.workers().call(() -> checked(key, bytes, expected)));
            });
  }

  private byte[] checked(Key key, byte[] bytes, Hash expected) {
    Hash hash = Hash.of(bytes);
    if (!hash.equals(expected)) {
      throw new CorruptObjectException(
          source.nameOf(key), "its bytes hash to " + hash + ", it must be " + expected);
    }
    return bytes;
  }

  private Future<Void> file(ShardFile file) {
    Key key = keys.file(file.path());
    return verified(key, file.sha256()).compose(bytes -> put(key, bytes));
  }

  private Future<Void> put(Key key, byte[] bytes) {
    return target
        .put(key, bytes)
        .map(
            written -> {
              count.add(written, bytes.length);
              return null;
            });
  }
}
