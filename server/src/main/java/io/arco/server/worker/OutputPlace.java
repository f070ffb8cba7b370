package io.arco.server.worker;

import io.arco.planner.manifest.TableLink;
import io.arco.server.data.LocatedFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where an attempt writes, and where its file is seen.
 *
 * <p>It writes a hidden file of its own name, in the folder where the file is to be; readers pass
 * hidden files over. Complete and checked, the file is moved into place as one step: the only file
 * of its partition, or, of a table without partitions, a file of the attempt's own name that nobody
 * reads until the table's location names it. Behind a {@link Fence} the move of an attempt that is
 * over fails.
 *
 * @param folder of the partition or the table
 * @param unfinished what is written
 * @param published what it becomes
 * @param location what is reported: of a partition the folder of its table, else the file
 */
record OutputPlace(Path folder, Path unfinished, Path published, String location) {
  private static final String PARTITION_FILE = "data.parquet";
  private static final String END = ".parquet";

  /** The place of a task's output below a directory. */
  static OutputPlace of(Path root, TaskLease lease, TaskPartition partition, LocatedFiles files) {
    Path table = files.writable(root.resolve(table(lease)));
    Path folder = partition.isNone() ? table : files.writable(table.resolve(partition.folder()));
    String name = TaskPartition.escaped(lease.attemptId()) + END;
    Path published = folder.resolve(partition.isNone() ? name : PARTITION_FILE);
    return new OutputPlace(
        folder,
        folder.resolve(Fence.unfinished(lease)),
        published,
        LocatedFiles.location(partition.isNone() ? published : table));
  }

  private static String table(TaskLease lease) {
    TableLink table = lease.table();
    if (table == null) {
      return "assets/" + lease.asset().replace('.', '/');
    }
    return "tables/"
        + TaskPartition.escaped(table.catalog())
        + "/"
        + TaskPartition.escaped(table.schema())
        + "/"
        + TaskPartition.escaped(table.name());
  }

  /** The path of a location. */
  static Path path(String location) {
    return Path.of(URI.create(location));
  }

  /** Makes the folder. */
  void prepare() throws IOException {
    Files.createDirectories(folder);
  }

  /**
   * Puts the file in its place; once this returns, a crash of the machine doesn't undo it.
   *
   * @throws NoSuchFileException if the file was taken away: the attempt is over
   */
  void publish() throws IOException {
    sync(unfinished);
    Files.move(
        unfinished, published, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(folder);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes what was not published. */
  void discard() throws IOException {
    Files.deleteIfExists(unfinished);
  }

  /**
   * Removes files in the folder that attempts left and nobody can read any more.
   *
   * @param before files changed since then stay
   * @param current what the table's location names, or null; asked only if there is something to
   *     remove
   */
  void cleanUp(Instant before, Supplier<Path> current) throws IOException {
    List<Path> old = new ArrayList<>();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, OutputPlace::isOfAttempt)) {
      for (Path file : left) {
        if (!file.equals(published) && isOlder(file, before)) {
          old.add(file);
        }
      }
    }
    if (!old.isEmpty()) {
      old.remove(current.get());
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Whether an attempt named the file: {@code UUID.parquet}, unfinished or not. */
  private static boolean isOfAttempt(Path file) {
    return file.getFileName()
        .toString()
        .matches(
            "(\\.[0-9a-f-]{36}\\.\\d+\\.\\d+\\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.parquet");
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
