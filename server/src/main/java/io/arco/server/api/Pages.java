package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.WorkspaceState;
import java.util.List;
import java.util.function.Function;

/** Makes answers of what was found for a page. */
final class Pages {
  private Pages() {}

  /** A page of a list as it is answered. */
  record Page(List<?> items, String nextPageToken) {}

  /**
   * The answer of a list.
   *
   * @param identity which list
   * @param page what was asked for
   * @param found at most {@link PageRequest#limit()} entries
   * @param name what the next page begins behind
   * @param view an entry as it is answered
   * @param state where they were found
   */
  static <T> Reply reply(
      List<String> identity,
      PageRequest page,
      List<T> found,
      Function<T, String> name,
      Function<T, ?> view,
      WorkspaceState state) {
    return reply(
        page,
        found,
        last -> PageToken.of(identity, name.apply(last), state.incarnation()),
        view,
        state);
  }

  /**
   * The answer of a list.
   *
   * @param token the token of the page behind an entry
   */
  static <T> Reply reply(
      PageRequest page,
      List<T> found,
      Function<T, String> token,
      Function<T, ?> view,
      WorkspaceState state) {
    boolean more = found.size() > page.size();
    List<T> shown = more ? found.subList(0, page.size()) : found;
    String next = more ? token.apply(shown.get(shown.size() - 1)) : null;
    Page answer = new Page(shown.stream().map(view).toList(), next);
    return Reply.json(200, Json.bytes(answer), state.sequence());
  }
}
