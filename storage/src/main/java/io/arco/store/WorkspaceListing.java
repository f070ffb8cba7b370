package io.arco.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the workspaces of a store by listing, one page for each: for commands and the start of a
 * server, never on a request path.
 *
 * @param store where
 */
public record WorkspaceListing(ObjectStore store) {
  private static final Pattern KEY = Pattern.compile("tenant=([^/]+)/workspace=([^/]+)/.+");

  /** Greater than any character of a key, so that what lies below a folder is passed over. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** All workspaces that have any object, in the order of their keys. */
  public Future<List<Workspace>> workspaces() {
    return first(Integer.MAX_VALUE);
  }

  /**
   * The first workspaces that have any object, in the order of their keys.
   *
   * @param limit the most to find, at least 1
   */
  public Future<List<Workspace>> first(int limit) {
    return next(null, limit);
  }

  /**
   * Those that come next in the order of their keys.
   *
   * @param last the one to go on behind, or null to begin
   * @param limit the most to find, at least 1
   */
  public Future<List<Workspace>> next(Workspace last, int limit) {
    return after(last == null ? null : behind(last), new ArrayList<>(), limit);
  }

  /** A key behind all of a workspace. */
  private static Key behind(Workspace workspace) {
    return new WorkspaceKeys(workspace).root().key(LAST);
  }

  private Future<List<Workspace>> after(Key last, List<Workspace> found, int limit) {
    if (found.size() >= limit) {
      return Future.succeededFuture(found);
    }
    return store
        .list(Prefix.ROOT, last, 1)
        .compose(
            page ->
                page.entries().isEmpty()
                    ? Future.succeededFuture(found)
                    : after(next(page.entries().get(0).key(), found), found, limit));
  }

  private static Key next(Key key, List<Workspace> found) {
    Matcher matcher = KEY.matcher(key.text());
    if (!matcher.matches()) {
      return key;
    }
    Workspace workspace = Workspace.of(matcher.group(1), matcher.group(2));
    found.add(workspace);
    return behind(workspace);
  }
}
