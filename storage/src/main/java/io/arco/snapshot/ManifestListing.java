package io.arco.snapshot;

import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the highest manifest by listing: only for recovery, when the hint leads nowhere. */
record ManifestListing(ObjectStore store, Prefix folder) {
  private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.json");

  Future<OptionalLong> highest() {
    return after(null, OptionalLong.empty());
  }

  private Future<OptionalLong> after(Key last, OptionalLong highest) {
    return store
        .list(folder, last, Listing.MAX_LIMIT)
        .compose(
            page -> {
              OptionalLong found = highest;
              for (Listing.Entry entry : page.entries()) {
                OptionalLong number = numberOf(entry.key());
                found = number.isPresent() ? number : found;
              }
              return page.complete() || page.entries().isEmpty()
                  ? Future.succeededFuture(found)
                  : after(page.entries().get(page.entries().size() - 1).key(), found);
            });
  }

  private OptionalLong numberOf(Key key) {
    Matcher name = NAME.matcher(key.text().substring(folder.text().length()));
    if (!name.matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name.group(1)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
