package io.arco.server.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an Iceberg table's metadata is: in the file that is registered, or in the newest one of the
 * folder that is, by the number in its name.
 *
 * @param root the table's folder
 * @param metadata the metadata file
 */
record IcebergLocation(String root, String metadata) {
  private static final Pattern FILE =
      Pattern.compile("(?:v(\\d{1,18})|(\\d{1,18})-.*)(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?");

  private static final String FOLDER = "/metadata";

  /**
   * Finds it.
   *
   * @throws LakeException if there is none, or two claim to be the newest
   */
  static IcebergLocation of(LakeFiles files, String location) {
    int end = location.lastIndexOf('/');
    if (FILE.matcher(location.substring(end + 1)).matches()) {
      String folder = location.substring(0, end);
      String root = folder.endsWith(FOLDER) ? parent(folder) : folder;
      return new IcebergLocation(root, location);
    }
    List<String> newest = new ArrayList<>();
    long number = -1;
    for (LakeFiles.Entry entry : files.list(location + FOLDER)) {
      Matcher name = FILE.matcher(entry.name().substring(entry.name().lastIndexOf('/') + 1));
      if (name.matches()) {
        long found = Long.parseLong(name.group(1) == null ? name.group(2) : name.group(1));
        if (found > number) {
          newest.clear();
        }
        if (found >= number) {
          newest.add(entry.name());
          number = found;
        }
      }
    }
    if (newest.isEmpty()) {
      throw LakeException.unreadable("No metadata of Iceberg is at the table's location.");
    }
    if (newest.size() > 1) {
      throw LakeException.unreadable(
          "Several metadata files of the table have the highest number; register one of them.");
    }
    return new IcebergLocation(location, newest.get(0));
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }
}
