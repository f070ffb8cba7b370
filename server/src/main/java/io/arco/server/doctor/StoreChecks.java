package io.arco.server.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the promises of {@link ObjectStore} on a real store, each in a folder of its own. A check
 * that finds one broken says which; where the store fails, so does the future.
 *
 * @param store the store
 * @param folder where everything is written; the caller removes it
 * @param writers that put one name at once
 * @param rounds of them
 */
public record StoreChecks(ObjectStore store, Prefix folder, int writers, int rounds) {
  private static final int REPLACEMENTS = 20;

  /** Ends a check with the reason. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String why) {
      super(why, null, false, false);
    }
  }

  /** All of them, one after the other; none keeps the next from being tried. */
  public Future<List<Check>> run() {
    List<Check> checks = new ArrayList<>();
    return check(checks, "put if absent", this::absent)
        .compose(ignored -> check(checks, "put if match", this::matches))
        .compose(ignored -> check(checks, "race of writers", this::race))
        .compose(ignored -> check(checks, "read after write", this::readAfterWrite))
        .compose(ignored -> check(checks, "order of lists", this::order))
        .compose(ignored -> check(checks, "ranges", this::ranges))
        .map(checks);
  }

  private interface Step {
    Future<String> run();
  }

  private static Future<Void> check(List<Check> into, String name, Step step) {
    return step.run()
        .map(detail -> new Check(name, true, detail))
        .recover(
            failure ->
                failure instanceof Broken
                    ? Future.succeededFuture(new Check(name, false, failure.getMessage()))
                    : Future.failedFuture(failure))
        .map(
            check -> {
              into.add(check);
              return null;
            });
  }

  private Future<String> absent() {
    Key key = folder.key("absent");
    return put(key, "first", Precondition.ABSENT)
        .compose(first -> require(isWritten(first), "a new object was refused: " + first))
        .compose(ignored -> put(key, "second", Precondition.ABSENT))
        .compose(second -> require(isRefused(second), "a second put was not refused: " + second))
        .compose(ignored -> read(key))
        .compose(text -> require("first".equals(text), "the loser's bytes are there"))
        .map("the second of two puts is refused");
  }

  private Future<String> matches() {
    if (!store.supportsMatches()) {
      return Future.succeededFuture("not known to this store, and not needed");
    }
    Key key = folder.key("match");
    return put(key, "one", Precondition.ABSENT)
        .compose(
            one ->
                put(key, "two", new Precondition.Matches(version(one)))
                    .compose(two -> require(isWritten(two), "a put that matches: " + two))
                    .compose(ignored -> put(key, "three", new Precondition.Matches(version(one)))))
        .compose(three -> require(isRefused(three), "a put over a version that is gone: " + three))
        .compose(ignored -> read(key))
        .compose(text -> require("two".equals(text), "the loser's bytes are there"))
        .map("only the version named is replaced");
  }

  private Future<String> race() {
    Future<Void> raced = Future.succeededFuture();
    for (int round = 0; round < rounds; round++) {
      Key key = folder.key("race-" + round);
      raced = raced.compose(ignored -> race(key));
    }
    return raced.map(rounds + " rounds of " + writers + " writers, one winner in each");
  }

  private Future<Void> race(Key key) {
    List<Future<PutOutcome>> puts = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      puts.add(put(key, "writer " + i, Precondition.ABSENT));
    }
    return Future.all(puts)
        .compose(ignored -> read(key))
        .compose(
            text -> {
              long won = puts.stream().filter(put -> isWritten(put.result())).count();
              int holder = text == null ? -1 : Integer.parseInt(text.substring(7));
              // A winner that was not told so is no fault: the slot tells him.
              boolean one = holder >= 0 && won <= 1 && !isRefused(puts.get(holder).result());
              boolean holds = won == 0 || (one && isWritten(puts.get(holder).result()));
              return require(one && holds, won + " winners of one name");
            });
  }

  private Future<String> readAfterWrite() {
    Key key = folder.key("seen/object");
    Future<Void> seen = Future.succeededFuture();
    for (int i = 0; i < REPLACEMENTS; i++) {
      String text = "content " + i;
      seen =
          seen.compose(ignored -> put(key, text, Precondition.NONE))
              .compose(written -> require(isWritten(written), "a plain put: " + written))
              .compose(ignored -> read(key))
              .compose(found -> require(text.equals(found), "a read sees " + found));
    }
    return seen.compose(ignored -> store.list(folder.folder("seen"), null, 1))
        .compose(page -> require(page.entries().size() == 1, "a list does not see an object"))
        .compose(ignored -> store.delete(key))
        .compose(ignored -> store.head(key))
        .compose(head -> require(head instanceof HeadOutcome.Missing, "it is there when deleted"))
        .compose(ignored -> store.list(folder.folder("seen"), null, 1))
        .compose(page -> require(page.entries().isEmpty(), "a list sees what was deleted"))
        .map(REPLACEMENTS + " replacements and a delete, each seen at once");
  }

  private Future<String> order() {
    Prefix list = folder.folder("order");
    List<String> names = List.of("a-b/1", "a.txt", "a/1", "a/b", "a0", "b", "\u00e9", "\uff21");
    List<Future<PutOutcome>> puts =
        names.stream().map(name -> put(list.key(name), name, Precondition.ABSENT)).toList();
    List<String> found = new ArrayList<>();
    return Future.all(puts)
        .compose(ignored -> pages(list, null, found))
        .compose(
            ignored ->
                require(
                    found.equals(names.stream().map(name -> list.key(name).text()).toList()),
                    "pages of a list are " + found))
        .map(names.size() + " names in pages of 3, in the order of their bytes");
  }

  private Future<Void> pages(Prefix list, Key after, List<String> into) {
    return store
        .list(list, after, 3)
        .compose(
            page -> {
              List<Listing.Entry> entries = page.entries();
              entries.forEach(entry -> into.add(entry.key().text()));
              return page.complete() || entries.isEmpty()
                  ? Future.succeededFuture()
                  : pages(list, entries.get(entries.size() - 1).key(), into);
            });
  }

  private Future<String> ranges() {
    Key key = folder.key("ranges");
    return put(key, "0123456789", Precondition.NONE)
        .compose(ignored -> store.get(key, new ByteRange(3, 4)))
        .compose(part -> require("3456".equals(text(part)), "bytes 3 to 6 are " + text(part)))
        .compose(ignored -> store.get(key, new ByteRange(8, 100)))
        .compose(part -> require("89".equals(text(part)), "the last two are " + text(part)))
        .compose(ignored -> store.get(key, new ByteRange(10, 1)))
        .compose(
            behind ->
                require(
                    behind.equals(new ReadOutcome.Unsatisfiable(10)),
                    "a range behind the end is " + behind))
        .map("a part, the end, and behind it");
  }

  private Future<PutOutcome> put(Key key, String text, Precondition precondition) {
    return store.put(key, text.getBytes(UTF_8), precondition);
  }

  private Future<String> read(Key key) {
    return store.get(key).map(StoreChecks::text);
  }

  private static String text(ReadOutcome outcome) {
    return outcome instanceof ReadOutcome.Found found ? new String(found.bytes(), UTF_8) : null;
  }

  private static boolean isWritten(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Written;
  }

  private static boolean isRefused(PutOutcome outcome) {
    return outcome instanceof PutOutcome.PreconditionFailed;
  }

  private static Version version(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Written written ? written.version() : new Version("none");
  }

  private static Future<Void> require(boolean holds, String broken) {
    return holds ? Future.succeededFuture() : Future.failedFuture(new Broken(broken));
  }
}
