package io.arco.simulation;

import io.arco.journal.Hash;
import io.arco.snapshot.Hint;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.ShardFile;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The store that all share, seen from above: what really took effect, when, and whether it was
 * allowed to.
 */
final class Truth extends ForwardingStore {
  private final MemoryStore store;
  private final World world;
  private final Map<String, Hash> firstWritten = new HashMap<>();
  private final Map<WorkspaceKeys, Heads> heads = new HashMap<>();
  private final Map<WorkspaceKeys, Long> hints = new HashMap<>();
  private final Map<WorkspaceKeys, Long> newest = new HashMap<>();
  private final Map<WorkspaceKeys, Set<String>> filesOfNewest = new HashMap<>();
  private final Map<String, byte[]> versions = new HashMap<>();
  private final Map<WorkspaceKeys, TreeMap<Long, byte[]>> commits = new HashMap<>();

  /** Keys of which retention has deleted an object: what is put there later is a ghost. */
  private final Set<String> emptied = new HashSet<>();

  private final boolean supportsMatches;

  Truth(World world, MemoryStore store, boolean supportsMatches) {
    super(store);
    this.store = store;
    this.world = world;
    this.supportsMatches = supportsMatches;
    world.plan().workspaces().forEach(keys -> heads.put(keys, new Heads()));
  }

  /** The sequences of a workspace's journal over time. */
  Heads heads(WorkspaceKeys keys) {
    return heads.get(keys);
  }

  /** The newest manifest there is, 0 for none. */
  long newestManifest(WorkspaceKeys keys) {
    return newest.getOrDefault(keys, 0L);
  }

  /** Whether a read answered what was written. */
  boolean isSound(ReadOutcome.Found found) {
    return Arrays.equals(found.bytes(), versions.get(found.version().token()));
  }

  /** Every commit that was ever written, deleted ones included. */
  TreeMap<Long, byte[]> commits(WorkspaceKeys keys) {
    return commits.computeIfAbsent(keys, ignored -> new TreeMap<>());
  }

  /** An object's bytes, or null. */
  byte[] bytes(Key key) {
    return Await.value(store.get(key)) instanceof ReadOutcome.Found found ? found.bytes() : null;
  }

  @Override
  public boolean supportsMatches() {
    return supportsMatches;
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    Future<PutOutcome> outcome = super.put(key, bytes, precondition);
    if (outcome.result() instanceof PutOutcome.Written written) {
      world.trace("wrote " + key + " " + bytes.length);
      world.plan().workspaces().stream()
          .filter(keys -> keys.root().contains(key))
          .forEach(keys -> written(keys, key, bytes));
      versions.put(written.version().token(), bytes);
    }
    return outcome;
  }

  @Override
  public Future<Void> delete(Key key) {
    world.trace("deleted " + key);
    emptied.add(key.text());
    return super.delete(key);
  }

  private void written(WorkspaceKeys keys, Key key, byte[] bytes) {
    if (key.equals(keys.hint())) {
      hinted(keys, bytes);
      return;
    }
    Hash hash = Hash.of(bytes);
    Hash first = firstWritten.putIfAbsent(key.text(), hash);
    world
        .findings()
        .check(
            Invariant.ENTRY_NEVER_CHANGES,
            first == null || first.equals(hash) || emptied.contains(key.text()),
            () -> key + " was written twice with different bytes");
    if (keys.journal().contains(key)) {
      heads.get(keys).grew(world, numberOf(key), key);
      commits(keys).putIfAbsent(numberOf(key), bytes);
    } else if (isManifest(keys, key) && first == null) {
      published(keys, key, bytes);
    }
  }

  private void hinted(WorkspaceKeys keys, byte[] bytes) {
    long manifest = Hint.manifestIn(bytes).orElse(0);
    long before = hints.getOrDefault(keys, 0L);
    hints.put(keys, manifest);
    if (supportsMatches && !world.hintWasMisread()) {
      world
          .findings()
          .check(
              Invariant.HINT_NEVER_GOES_BACK,
              manifest >= before,
              () -> "from manifest " + before + " to " + manifest);
    }
  }

  private void published(WorkspaceKeys keys, Key key, byte[] bytes) {
    Manifest manifest = ManifestCodec.decode(keys.workspace(), numberOf(key), key.text(), bytes);
    Set<String> before = filesOfNewest.getOrDefault(keys, Set.of());
    Set<String> after = new HashSet<>();
    for (var table : manifest.tables()) {
      for (ShardFile file : table.files()) {
        after.add(file.path());
        boolean isOurs = file.manifest() == manifest.number() || before.contains(file.path());
        world
            .findings()
            .check(
                Invariant.FILES_OF_MANIFESTS,
                isOurs && bytes(keys.file(file.path())) != null,
                () ->
                    "manifest "
                        + manifest.number()
                        + " names "
                        + file.path()
                        + (isOurs ? ", which is not there" : ", not its parent's nor its own"));
      }
    }
    filesOfNewest.put(keys, after);
    newest.put(keys, manifest.number());
  }

  private static boolean isManifest(WorkspaceKeys keys, Key key) {
    return keys.snapshots().contains(key) && !keys.keptSnapshots().contains(key);
  }

  /** The number of an entry of a log. */
  static long numberOf(Key key) {
    String text = key.text();
    return Long.parseLong(text.substring(text.lastIndexOf('/') + 1, text.length() - 5));
  }
}
