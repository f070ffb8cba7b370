package io.arco.log;

import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the entries of a log of objects by listing.
 *
 * @param store where
 * @param folder the log's folder; names that are not of entries are passed over
 */
public record LogListing(ObjectStore store, Prefix folder) implements LogNumbers {
  private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.json");

  @Override
  public Future<List<Long>> numbers() {
    return after(null, new ArrayList<>());
  }

  private Future<List<Long>> after(Key last, List<Long> numbers) {
    return store
        .list(folder, last, Listing.MAX_LIMIT)
        .compose(
            page -> {
              page.entries().forEach(entry -> add(entry.key(), numbers));
              return page.complete() || page.entries().isEmpty()
                  ? Future.succeededFuture(numbers)
                  : after(page.entries().get(page.entries().size() - 1).key(), numbers);
            });
  }

  private void add(Key key, List<Long> numbers) {
    Matcher name = NAME.matcher(key.text().substring(folder.text().length()));
    if (name.matches()) {
      try {
        numbers.add(Long.parseLong(name.group(1)));
      } catch (NumberFormatException e) {
        // Twenty digits beyond the largest number: no entry of ours.
        return;
      }
    }
  }
}
