package io.arco.store;

import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import java.util.Set;

/**
 * A store as one role may use it: it reads everything, and writes and deletes only in its folders
 * and at its keys. Any other put or delete fails, certainly not done, with a {@link Kind#PERMANENT}
 * {@link StoreException} that names the role and the key: a fault of ours, never a caller's.
 *
 * <p>A view: closing it closes nothing, since other roles share the store behind it.
 */
public final class RoleStore extends ForwardingStore {
  private final String role;
  private final Set<Prefix> folders;
  private final Set<Key> keys;
  private final Set<Prefix> deletions;

  /**
   * Narrows a store.
   *
   * @param role what the failure calls it
   * @param folders where it may write
   * @param keys at which further keys it may write
   */
  public RoleStore(ObjectStore store, String role, Set<Prefix> folders, Set<Key> keys) {
    this(store, role, folders, keys, folders);
  }

  /**
   * Narrows a store for a role that may delete elsewhere than it may write.
   *
   * @param role what the failure calls it
   * @param folders where it may write
   * @param keys at which further keys it may write and delete
   * @param deletions where it may delete
   */
  public RoleStore(
      ObjectStore store, String role, Set<Prefix> folders, Set<Key> keys, Set<Prefix> deletions) {
    super(store);
    this.role = role;
    this.folders = Set.copyOf(folders);
    this.keys = Set.copyOf(keys);
    this.deletions = Set.copyOf(deletions);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return may(folders, key) ? super.put(key, bytes, precondition) : refused(key);
  }

  @Override
  public Future<Void> delete(Key key) {
    return may(deletions, key) ? super.delete(key) : refused(key);
  }

  /** Does nothing: the store behind it is closed by who opened it. */
  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private boolean may(Set<Prefix> allowed, Key key) {
    return keys.contains(key) || allowed.stream().anyMatch(folder -> folder.contains(key));
  }

  private <T> Future<T> refused(Key key) {
    return Future.failedFuture(
        new StoreException(Kind.PERMANENT, "role " + role + " may not write " + key, null));
  }
}
