package io.arco.server.data;

import io.arco.runtime.Workers;
import io.arco.server.api.TableLocations;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories that tables may point into. A table's location is a {@code file:} URI of a path
 * that lies in one of them when links are resolved, and not in the store; that is judged when it is
 * registered, and again whenever it is read. It need not exist to be registered.
 *
 * <p>Or it is the name of objects ({@code s3://BUCKET/NAME}) in one of the server's data buckets.
 *
 * <p>Thread-safe. File work runs on the workers.
 */
public final class DataRoots implements TableLocations {
  private final List<Path> roots;
  private final Optional<Path> store;
  private final DataBuckets buckets;
  private final Workers workers;

  /**
   * Resolves the links of roots and store, once. Blocks for that.
   *
   * @param roots absolute and normal; none: no table may point anywhere. A root that is not there
   *     yet may come later, but not as a link
   * @param store the directory of the store, absolute, or empty if it is in none
   */
  public DataRoots(List<Path> roots, Optional<Path> store, Workers workers) {
    this(roots, store, DataBuckets.NONE, workers);
  }

  /** The same, and prefixes of buckets besides. */
  public DataRoots(List<Path> roots, Optional<Path> store, DataBuckets buckets, Workers workers) {
    this.buckets = buckets;
    this.roots = roots.stream().flatMap(root -> RealPath.of(root).stream()).toList();
    this.store = store.map(path -> RealPath.of(path).orElse(path));
    this.workers = workers;
  }

  @Override
  public Future<String> registered(String location) {
    return workers.call(() -> register(location));
  }

  private String register(String location) {
    if (DataBuckets.isBucketName(location)) {
      return buckets
          .registered(location)
          .orElseThrow(() -> FileUri.refused(location, "a name inside the server's data buckets"));
    }
    if (roots.isEmpty()) {
      throw FileUri.refused(
          location,
          "none: this server has no data roots; start it with --data-root DIRECTORY to let tables"
              + " point to files there");
    }
    Path path = FileUri.path(location);
    if (real(path).isEmpty()) {
      throw FileUri.refused(location, "a path inside the server's data roots");
    }
    return FileUri.of(path);
  }

  /** The prefixes of buckets that tables may point into. */
  DataBuckets buckets() {
    return buckets;
  }

  /**
   * The path with its links resolved, if that is where tables may point. Blocks.
   *
   * @param path absolute and normal
   */
  Optional<Path> real(Path path) {
    return RealPath.of(path).filter(this::allows);
  }

  private boolean allows(Path real) {
    return roots.stream().anyMatch(real::startsWith) && store.filter(real::startsWith).isEmpty();
  }
}
