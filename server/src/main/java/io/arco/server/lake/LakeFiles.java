package io.arco.server.lake;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files that tables of open formats name. Names are as Hadoop writes paths: a scheme, and after
 * it the path as it is, nothing encoded ({@code file:/lake/t/day=a b/x.parquet}). Every name is
 * judged: one that leads out of the data roots is refused. Blocks.
 */
public interface LakeFiles {
  /**
   * The file on this machine, absolute, links resolved; it is there.
   *
   * @throws LakeException UNREADABLE if it is not there, no file, or lies where it may not
   */
  Path file(String name);

  /**
   * Whether there is a file of this name; costs one look, no copy.
   *
   * @throws LakeException UNREADABLE if it lies where it may not
   */
  default boolean isFile(String name) {
    return stamp(name).isPresent();
  }

  /**
   * What differs when a file is another one than before, or was written anew; empty if it is not
   * there. Costs one look, no copy.
   *
   * @throws LakeException UNREADABLE if it lies where it may not
   */
  Optional<String> stamp(String name);

  /**
   * The files directly in a folder, by name; none if there is no such folder.
   *
   * @throws LakeException UNREADABLE if it lies where it may not; TOO_LARGE
   */
  List<Entry> list(String folder);

  /**
   * A file in a folder.
   *
   * @param name as {@link #file} takes it
   * @param bytes its size
   * @param modifiedMillis since the epoch
   */
  record Entry(String name, long bytes, long modifiedMillis) {}
}
