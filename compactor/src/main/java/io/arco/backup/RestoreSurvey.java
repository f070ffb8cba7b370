package io.arco.backup;

import io.arco.runtime.Runtime;
import io.arco.snapshot.ShardFile;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at what is in a workspace's folder before a restore: nothing, or only what the same restore
 * left when it was killed. Whether the bytes are the same is seen when they are put.
 */
final class RestoreSurvey {
  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final BackupRecord record;
  private final Set<Key> files = new HashSet<>();

  /** A survey for the restore of this record, whose manifest names these files. */
  RestoreSurvey(
      Runtime runtime,
      ObjectStore store,
      WorkspaceKeys keys,
      BackupRecord record,
      List<ShardFile> named) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.record = record;
    named.forEach(file -> files.add(keys.file(file.path())));
    if (record.manifest() != null) {
      files.add(SnapshotCopy.key(keys, record.manifest().number()));
      files.add(keys.hint());
    }
  }

  /** Fails with {@link BackupException}, naming the first object that is not of this restore. */
  Future<Void> check() {
    Promise<Void> promise = Promise.promise();
    page(null, promise);
    return promise.future();
  }

  private void page(Key after, Promise<Void> promise) {
    runtime
        .onScheduler(store.list(keys.root(), after, Listing.MAX_LIMIT))
        .onFailure(promise::fail)
        .onSuccess(
            page -> {
              List<Listing.Entry> entries = page.entries();
              Key stranger =
                  entries.stream()
                      .map(Listing.Entry::key)
                      .filter(key -> !isOurs(key))
                      .findFirst()
                      .orElse(null);
              if (stranger != null) {
                promise.fail(refusal(stranger));
              } else if (page.complete() || entries.isEmpty()) {
                promise.complete();
              } else {
                page(entries.get(entries.size() - 1).key(), promise);
              }
            });
  }

  private boolean isOurs(Key key) {
    if (files.contains(key)) {
      return true;
    }
    String folder = keys.journal().text();
    if (!key.text().matches("\\Q" + folder + "\\E[0-9]{19,20}\\.json")) {
      return false;
    }
    long n = Long.parseUnsignedLong(key.text().substring(folder.length(), key.text().length() - 5));
    return record.journal().contains(n) || n == record.journal().to() + 1;
  }

  private BackupException refusal(Key stranger) {
    String name = stranger.text().substring(keys.root().text().length());
    String workspace = keys.workspace().tenant().name() + "/" + keys.workspace().name();
    return new BackupException(
        "The store is not empty: "
            + name
            + " of workspace "
            + workspace
            + " is there and is not of this backup. Restore into an empty store.");
  }
}
