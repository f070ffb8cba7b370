package io.arco.simulation;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * The store as one role of one server sees it, on behalf of one workspace: every call is a point
 * where the server may die, and must stay within the role and the workspace.
 */
record RoleView(
    World world, ServerProcess process, ObjectStore store, WorkspaceKeys keys, String role)
    implements ObjectStore {
  @Override
  public Future<ReadOutcome> get(Key key) {
    return call("get", key, () -> store.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return call("get", key, () -> store.get(key, range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return call("head", key, () -> store.head(key));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    mayChange(key);
    return call("put", key, () -> store.put(key, bytes, precondition));
  }

  @Override
  public Future<Void> delete(Key key) {
    mayChange(key);
    return call("delete", key, () -> store.delete(key));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    inside(prefix.text());
    String folder = prefix.equals(keys.snapshots()) ? "snapshots" : "others";
    return await("list " + folder, prefix.text(), () -> store.list(prefix, after, limit));
  }

  @Override
  public boolean supportsMatches() {
    return store.supportsMatches();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <T> Future<T> call(String what, Key key, Supplier<Future<T>> call) {
    inside(key.text());
    return await(what + " " + kindOf(key), key.text(), call);
  }

  private <T> Future<T> await(String what, String key, Supplier<Future<T>> call) {
    if (process.isCounted()) {
      world.called();
    }
    String point = world.awaits().begin(process, what);
    if (what.startsWith("list")) {
      world
          .findings()
          .check(
              Invariant.REQUESTS_NEVER_LIST,
              isOpening(point) || role.equals("gc"),
              () -> point + " of " + key);
    }
    world.trace(process.name() + " " + point + " " + key);
    return call.get()
        .onComplete(
            done -> {
              world.awaits().end(process, point);
              if (what.equals("get hint") && done.result() instanceof ReadOutcome.Found found) {
                world.hintWasMisread(!world.truth().isSound(found));
              }
              world.trace(process.name() + " answered " + point + " " + textOf(done.result()));
            });
  }

  private static boolean isOpening(String point) {
    return point.startsWith("list snapshots LogListing.")
        || point.startsWith("list snapshots ObjectSlots.");
  }

  private static String textOf(Object outcome) {
    return outcome instanceof Record && !(outcome instanceof ReadOutcome.Found)
        ? outcome.getClass().getSimpleName()
        : outcome instanceof ReadOutcome.Found found ? "Found " + found.bytes().length : "failed";
  }

  private void inside(String key) {
    world
        .findings()
        .check(
            Invariant.TENANTS_ARE_APART,
            key.startsWith(keys.root().text()),
            () -> role + " of " + keys.workspace() + " touches " + key);
  }

  private void mayChange(Key key) {
    if (role.equals("gc")) {
      return;
    }
    boolean isSnapshot =
        keys.tables().contains(key)
            || keys.internal().contains(key)
            || keys.snapshots().contains(key);
    world
        .findings()
        .check(
            Invariant.ROLES_KEEP_THEIR_FOLDERS,
            role.equals("compactor") == isSnapshot,
            () -> role + " changes " + key);
  }

  private String kindOf(Key key) {
    if (key.equals(keys.hint())) {
      return "hint";
    }
    if (key.equals(keys.workspaceFile())) {
      return "workspace";
    }
    return keys.journal().contains(key)
        ? "commit"
        : keys.snapshots().contains(key) ? "manifest" : "file";
  }
}
