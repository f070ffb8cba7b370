package io.arco.gc;

import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import java.util.HashSet;
import java.util.Set;

/** The files that kept manifests name. */
final class NamedFiles {
  /** The most paths that one run holds in memory: about 200 MB. */
  static final int MAX_FILES = 1_000_000;

  private final int maxFiles;
  private final Set<String> paths = new HashSet<>();

  NamedFiles(int maxFiles) {
    this.maxFiles = maxFiles;
  }

  void addAll(Manifest manifest) {
    manifest.tables().forEach(table -> table.files().forEach(this::add));
  }

  /** Adds what a manifest names that the one before it, added already, does not. */
  void addOwn(Manifest manifest) {
    manifest
        .tables()
        .forEach(
            table ->
                table.files().stream()
                    .filter(file -> file.manifest() == manifest.number())
                    .forEach(this::add));
  }

  private void add(ShardFile file) {
    paths.add(file.path());
    if (paths.size() > maxFiles) {
      throw new CollectionRefusedException(
          "the manifests that stay name more than "
              + maxFiles
              + " files, the most one run can hold in memory; keep fewer manifests");
    }
  }

  boolean contains(String path) {
    return paths.contains(path);
  }

  int size() {
    return paths.size();
  }
}
