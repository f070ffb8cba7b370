package io.arco.server.data;

import io.arco.runtime.Workers;
import io.arco.server.lake.LakeException;
import io.arco.server.lake.LakeFiles.Entry;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.s3.S3Location;
import io.arco.store.s3.S3Store;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The prefixes of buckets that tables may point into, read by copies on this machine. A name leads
 * into one of them or is refused; objects have no links. Blocks where it says so.
 */
public final class DataBuckets {
  /** What copies may take together, in bytes, unless configured. */
  public static final long DEFAULT_CACHE_BYTES = 4L << 30;

  /** None. */
  static final DataBuckets NONE = new DataBuckets(List.of(), null);

  private static final String SCHEME = "s3://";

  private final List<DataBucket> buckets;
  private final BucketCache cacheOrNull;

  private DataBuckets(List<DataBucket> buckets, BucketCache cacheOrNull) {
    this.buckets = buckets;
    this.cacheOrNull = cacheOrNull;
  }

  /**
   * Opens buckets.
   *
   * @param locations as stores are named, apart by white space; may be blank
   * @param cacheBytes what copies may take together
   * @throws IllegalArgumentException if one is no location of a bucket
   */
  public static DataBuckets open(String locations, long cacheBytes, Workers workers) {
    List<DataBucket> buckets = new ArrayList<>();
    for (S3Location location : parse(locations)) {
      buckets.add(new DataBucket(name(location), S3Store.open(location, workers)));
    }
    return new DataBuckets(List.copyOf(buckets), new BucketCache(cacheBytes));
  }

  /**
   * The locations in a text.
   *
   * @throws IllegalArgumentException saying what is wrong with one, without its text
   */
  public static List<S3Location> parse(String locations) {
    return Arrays.stream(locations.split("\\s+"))
        .filter(text -> !text.isEmpty())
        .map(S3Location::parse)
        .toList();
  }

  /** {@code s3://BUCKET/PREFIX} without a slash at the end. */
  public static String name(S3Location location) {
    String prefix = location.prefix().text();
    return SCHEME
        + location.bucket()
        + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
  }

  boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** Whether a name is one of objects, whether or not they may be read. */
  static boolean isBucketName(String name) {
    return name.startsWith(SCHEME) || name.startsWith("s3a://");
  }

  /** The name as a table is registered under it, if it leads into one of the buckets. */
  Optional<String> registered(String location) {
    String name = plain(location.endsWith("/") ? location.replaceAll("/+$", "") : location);
    boolean isInside = name.indexOf('?') < 0 && name.indexOf('#') < 0 && place(name).isPresent();
    return isInside ? Optional.of(name) : Optional.empty();
  }

  private static String plain(String name) {
    return name.startsWith("s3a://") ? SCHEME + name.substring("s3a://".length()) : name;
  }

  /** Where a name is. */
  private record Place(DataBucket bucket, Optional<Key> key) {
    Prefix folder() {
      return key.map(object -> new Prefix(object + "/")).orElse(Prefix.ROOT);
    }
  }

  private Optional<Place> place(String name) {
    for (DataBucket bucket : buckets) {
      Optional<Key> key = bucket.key(name);
      if (key.isPresent() || name.equals(bucket.name())) {
        return Optional.of(new Place(bucket, key));
      }
    }
    return Optional.empty();
  }

  private Place inside(String name) {
    return place(plain(name))
        .orElseThrow(
            () ->
                LakeException.unreadable(
                    "The table's metadata names a file outside the data roots."));
  }

  /**
   * A copy of an object. Blocks.
   *
   * @param held has it until it lets go
   * @throws LakeException as {@link BucketCache#file} does, or if it may not be read
   */
  Path file(String name, BucketCache.Held held) {
    Place place = inside(name);
    Key key =
        place
            .key()
            .orElseThrow(() -> LakeException.unreadable("The table's metadata names no file."));
    return cacheOrNull.file(place.bucket(), key, held);
  }

  /** Whether there is an object of this name. Blocks. */
  boolean isFile(String name) {
    return stamp(name).isPresent();
  }

  /** What tells an object's versions apart; empty if it is not there. Blocks. */
  Optional<String> stamp(String name) {
    Place place = inside(name);
    return place.key().isPresent()
            && DataBucket.await(place.bucket().store().head(place.key().get()))
                instanceof HeadOutcome.Found found
        ? Optional.of(found.version().token())
        : Optional.empty();
  }

  /**
   * The objects below a folder, in order. Blocks.
   *
   * @param isDeep whether also those in folders of it
   * @param limit the most names that are looked at
   * @throws LakeException TOO_LARGE
   */
  List<Entry> list(String folder, boolean isDeep, int limit) {
    Place place = inside(folder);
    Prefix prefix = place.folder();
    ObjectStore store = place.bucket().store();
    List<Entry> entries = new ArrayList<>();
    Key after = null;
    int looked = 0;
    boolean isComplete = false;
    while (!isComplete) {
      Listing page = DataBucket.await(store.list(prefix, after, Listing.MAX_LIMIT));
      for (Listing.Entry entry : page.entries()) {
        if (++looked > limit) {
          throw LakeException.tooLarge("The table's directory holds too many names.", limit);
        }
        String rest = entry.key().text().substring(prefix.text().length());
        if (isDeep || rest.indexOf('/') < 0) {
          entries.add(new Entry(plain(folder) + "/" + rest, entry.size(), 0));
        }
        after = entry.key();
      }
      isComplete = page.complete() || page.entries().isEmpty();
    }
    return entries;
  }

  /** Removes copies and lets go of the buckets. */
  public Future<Void> close(Workers workers) {
    List<Future<Void>> closed = buckets.stream().map(bucket -> bucket.store().close()).toList();
    return Future.join(closed)
        .transform(
            ignored ->
                cacheOrNull == null
                    ? Future.succeededFuture()
                    : workers.call(
                        () -> {
                          cacheOrNull.close();
                          return null;
                        }));
  }
}
