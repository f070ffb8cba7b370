package io.arco.server.data;

import io.arco.problem.ErrorCode;
import io.arco.server.lake.LakeBudget;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Parquet files at locations that the caller knows, by the same rules as queries find them.
 * Blocks. One task, one thread: files and names count for all its tables together.
 */
public final class LocatedFiles {
  private final DataRoots roots;
  private final FileListing listing;

  /** Finds files in these roots. */
  public LocatedFiles(DataRoots roots) {
    this.roots = roots;
    this.listing = new FileListing(roots::real, new LakeBudget(() -> false));
  }

  /**
   * A location, or one partition at it.
   *
   * @param location as registered
   * @param folder the partition's {@code key=value} folders below the location, joined by {@code
   *     /}; empty for everything at the location
   */
  public record Place(String location, String folder) {}

  /**
   * The files of all these places as one table.
   *
   * <p>A partition is its folder below the location. Where the location has no {@code key=value}
   * folders at all, it is the place of that partition itself.
   *
   * @throws io.arco.problem.ProblemException TABLE_NOT_READABLE if there are none, or they don't
   *     all lie in folders of the same keys; INVALID_LOCATION if a location leads out of the roots;
   *     QUERY_TOO_LARGE
   */
  public SqlTable table(TableName name, List<Place> places) {
    List<Path> files = new ArrayList<>();
    List<List<String>> keys = new ArrayList<>();
    for (Place place : places) {
      Path location = FileUri.path(place.location());
      if (roots.real(location).isEmpty()) {
        throw outside(location);
      }
      Path start = location;
      List<String> above = List.of();
      if (!place.folder().isEmpty() && isPartitioned(location)) {
        start = location.resolve(place.folder());
        above = keysOf(place.folder());
      }
      for (DataFile file : listing.of(name, start)) {
        files.add(file.path());
        List<String> all = new ArrayList<>(above);
        all.addAll(file.keys());
        keys.add(all);
      }
    }
    if (files.isEmpty()) {
      throw unreadable(name, "No Parquet file is at the table's location.");
    }
    if (keys.stream().distinct().count() > 1) {
      throw unreadable(name, "The table's files don't all lie in folders of the same keys.");
    }
    return new SqlTable(name, List.of(), files, !keys.get(0).isEmpty());
  }

  /**
   * A folder that may be written to, with its links resolved; it need not be there.
   *
   * @param folder absolute and normal
   * @throws io.arco.problem.ProblemException INVALID_LOCATION if it leads out of the roots
   */
  public Path writable(Path folder) {
    return roots.real(folder).orElseThrow(() -> outside(folder));
  }

  private static RuntimeException outside(Path path) {
    return FileUri.refused(location(path), "a path inside the worker's data roots");
  }

  /** The location that an absolute path is registered as. */
  public static String location(Path path) {
    return FileUri.of(path);
  }

  private static List<String> keysOf(String folder) {
    List<String> keys = new ArrayList<>();
    for (String part : folder.split("/")) {
      keys.add(part.substring(0, part.indexOf('=')));
    }
    return keys;
  }

  private static boolean isPartitioned(Path location) {
    if (!Files.isDirectory(location, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(location, "?*=*")) {
      return folders.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static RuntimeException unreadable(TableName name, String text) {
    return TableProblems.of(ErrorCode.TABLE_NOT_READABLE, text, name).asException();
  }
}
