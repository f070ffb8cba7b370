package io.arco.server.data;

import io.arco.problem.ErrorCode;
import io.arco.server.lake.LakeBudget;
import io.arco.server.sql.TableName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the Parquet files of a query's tables, within bounds for all of them together. Blocks. One
 * query, one thread.
 *
 * <p>A location is a file, or a directory that is read with all its folders. In a directory, files
 * called {@code *.parquet} or {@code *.parq} count, in any case; others are left aside, as are
 * files and folders whose name begins with {@code .}, or with {@code _} and has no {@code =}. Links
 * to files are followed where they stay in the data roots. Links to folders are refused, so that
 * nothing is read twice or for ever.
 */
final class FileListing {
  /** Files of all tables of one query together. */
  static final int MAX_FILES = 10_000;

  /** Names looked at for one query. */
  static final int MAX_NAMES = 100_000;

  /** Folders below one another in a location. */
  static final int MAX_DEPTH = 16;

  private final Function<Path, Optional<Path>> allowed;
  private final LakeBudget budget;
  private int names;
  private int files;

  /**
   * A listing for one query.
   *
   * @param allowed a path with its links resolved, if it may be read
   * @param budget tells when the query's time is over
   */
  FileListing(Function<Path, Optional<Path>> allowed, LakeBudget budget) {
    this.allowed = allowed;
    this.budget = budget;
  }

  /**
   * The files of a table, by path; none for an empty directory.
   *
   * @param location where the table points
   * @throws io.arco.problem.ProblemException TABLE_NOT_READABLE, QUERY_TOO_LARGE
   */
  List<DataFile> of(TableName table, Path location) {
    Path real =
        allowed
            .apply(location)
            .orElseThrow(
                () -> unreadable(table, "The table's location leads out of the data roots."));
    List<DataFile> found = new ArrayList<>();
    try {
      BasicFileAttributes attributes = attributes(real);
      if (attributes.isDirectory()) {
        walk(table, real, List.of(), 0, found);
      } else if (attributes.isRegularFile()) {
        add(table, DataFile.of(real, List.of(), attributes), found);
      } else {
        throw unreadable(table, "The table's location is neither a file nor a directory.");
      }
    } catch (IOException e) {
      throw unreadable(table, "Nothing readable is at the table's location.");
    }
    if (found.stream().map(DataFile::keys).distinct().count() > 1) {
      throw unreadable(table, "The table's files don't all lie in folders of the same keys.");
    }
    found.sort(Comparator.comparing(DataFile::path));
    return found;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void walk(
      TableName table, Path folder, List<String> keys, int depth, List<DataFile> found)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw tooLarge(table, "The table's folders are too deep.", MAX_DEPTH);
    }
    budget.time();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (++names > MAX_NAMES) {
          throw tooLarge(table, "The table's directory holds too many names.", MAX_NAMES);
        }
        String name = child.getFileName().toString();
        if (!isHidden(name)) {
          visit(table, child, name, keys, depth, found);
        }
      }
    }
  }

  private void visit(
      TableName table, Path child, String name, List<String> keys, int depth, List<DataFile> found)
      throws IOException {
    BasicFileAttributes attributes = attributes(child);
    if (attributes.isDirectory()) {
      walk(table, child, withKey(keys, name), depth + 1, found);
    } else if (attributes.isSymbolicLink()) {
      visitLink(table, child, name, keys, found);
    } else if (attributes.isRegularFile() && isParquet(name)) {
      add(table, DataFile.of(child, keys, attributes), found);
    }
  }

  private void visitLink(
      TableName table, Path link, String name, List<String> keys, List<DataFile> found)
      throws IOException {
    if (Files.isDirectory(link)) {
      throw unreadable(table, "The table's directory holds a link to a folder.");
    }
    if (!isParquet(name)) {
      return;
    }
    Path target =
        allowed
            .apply(link)
            .orElseThrow(
                () -> unreadable(table, "A link in the table's directory leads out of the roots."));
    if (!keys.isEmpty()) {
      // The engine reads keys from the path of the target.
      throw unreadable(table, "The table's key=value folders hold a link.");
    }
    BasicFileAttributes attributes = attributes(target);
    if (attributes.isRegularFile()) {
      add(table, DataFile.of(target, keys, attributes), found);
    }
  }

  private void add(TableName table, DataFile file, List<DataFile> found) {
    if (++files > MAX_FILES) {
      throw tooLarge(table, "The query's tables have too many files.", MAX_FILES);
    }
    found.add(file);
  }

  static boolean isHidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && name.indexOf('=') < 0);
  }

  static boolean isParquet(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".parquet") || lower.endsWith(".parq");
  }

  private static List<String> withKey(List<String> keys, String folder) {
    int equals = folder.indexOf('=');
    if (equals < 1) {
      return keys;
    }
    List<String> more = new ArrayList<>(keys);
    more.add(folder.substring(0, equals));
    return List.copyOf(more);
  }

  private static RuntimeException unreadable(TableName table, String text) {
    return TableProblems.of(ErrorCode.TABLE_NOT_READABLE, text, table).asException();
  }

  private static RuntimeException tooLarge(TableName table, String text, int limit) {
    return TableProblems.of(ErrorCode.QUERY_TOO_LARGE, text, table)
        .with("limit", limit)
        .asException();
  }
}
