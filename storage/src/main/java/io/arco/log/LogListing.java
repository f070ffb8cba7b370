package io.arco.log;

import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds which entries a numbered log has by listing: for recovery, for commands, and for states so
 * old that only copies of their manifests are left; on no other request path.
 *
 * @param slots where
 */
public record LogListing(KeptSlots slots) {
  /** The log of these objects. */
  public LogListing(ObjectStore store, Prefix folder) {
    this(new ObjectSlots(store, folder));
  }

  /** The numbers of all entries, ascending. */
  public Future<List<Long>> numbers() {
    return entries().map(all -> all.stream().map(KeptSlots.Entry::number).toList());
  }

  /** All entries, ascending. */
  public Future<List<KeptSlots.Entry>> entries() {
    return behind(0, new ArrayList<>());
  }

  /** The highest entry behind a number; empty if there is none. */
  public Future<OptionalLong> highest(long after) {
    return slots
        .entries(after, Listing.MAX_LIMIT)
        .compose(
            page -> {
              OptionalLong last =
                  page.isEmpty()
                      ? OptionalLong.empty()
                      : OptionalLong.of(page.get(page.size() - 1).number());
              return page.size() < Listing.MAX_LIMIT
                  ? Future.succeededFuture(last)
                  : highest(last.getAsLong()).map(more -> more.isPresent() ? more : last);
            });
  }

  private Future<List<KeptSlots.Entry>> behind(long last, List<KeptSlots.Entry> found) {
    return slots
        .entries(last, Listing.MAX_LIMIT)
        .compose(
            page -> {
              found.addAll(page);
              return page.size() < Listing.MAX_LIMIT
                  ? Future.succeededFuture(found)
                  : behind(page.get(page.size() - 1).number(), found);
            });
  }
}
