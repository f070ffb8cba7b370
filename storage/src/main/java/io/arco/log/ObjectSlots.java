package io.arco.log;

import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Slots that are objects {@code {folder}{n:020}.json}.
 *
 * @param store where
 * @param folder the folder that holds nothing but this log (and hints to it)
 */
public record ObjectSlots(ObjectStore store, Prefix folder) implements KeptSlots {
  private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.json");

  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    return store.put(key(n), bytes, Precondition.ABSENT);
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    return store
        .get(key(n))
        .map(
            outcome ->
                outcome instanceof ReadOutcome.Found found
                    ? Optional.of(found.bytes())
                    : Optional.empty());
  }

  @Override
  public String nameOf(long n) {
    String text = folder.text();
    int folderName = text.lastIndexOf('/', text.length() - 2) + 1;
    int root = text.indexOf('/', text.indexOf('/') + 1) + 1;
    return text.substring(Math.min(root, folderName)) + fileName(n);
  }

  @Override
  public Future<List<Entry>> entries(long after, int limit) {
    return more(after < 1 ? null : key(after), limit, new ArrayList<>());
  }

  private Future<List<Entry>> more(Key last, int limit, List<Entry> found) {
    return store
        .list(folder, last, Math.min(limit - found.size(), Listing.MAX_LIMIT))
        .compose(
            page -> {
              page.entries().forEach(entry -> add(entry, found));
              return page.complete()
                      || found.size() >= limit
                      || isBehindNumbers(page.entries().get(page.entries().size() - 1).key())
                  ? Future.succeededFuture(found)
                  : more(page.entries().get(page.entries().size() - 1).key(), limit, found);
            });
  }

  /** Names of entries begin with digits and come first; what lies behind them is no entry. */
  private boolean isBehindNumbers(Key key) {
    return key.text().charAt(folder.text().length()) > '9';
  }

  private void add(Listing.Entry entry, List<Entry> found) {
    Matcher name = NAME.matcher(entry.key().text().substring(folder.text().length()));
    if (name.matches()) {
      try {
        found.add(new Entry(Long.parseLong(name.group(1)), entry.size()));
      } catch (NumberFormatException e) {
        // Twenty digits beyond the largest number: no entry of ours.
        return;
      }
    }
  }

  @Override
  public Future<Void> delete(long n) {
    return store.delete(key(n));
  }

  private Key key(long n) {
    return folder.key(fileName(n));
  }

  /** The file name of entry {@code n}: twenty digits, so that names sort as numbers do. */
  public static String fileName(long n) {
    return String.format("%020d.json", n);
  }
}
