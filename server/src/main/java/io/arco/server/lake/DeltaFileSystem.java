package io.arco.server.lake;

import io.arco.server.lake.LakePlan.Witness;
import io.delta.kernel.engine.FileReadRequest;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table's folder as the Delta kernel sees it: names go through {@link LakeFiles}. Tables are only
 * read, so what would write is refused. Blocks.
 */
final class DeltaFileSystem implements FileSystemClient {
  private static final Pattern COMMIT = Pattern.compile(".*/_delta_log/\\d{20}\\.json");

  private final LakeFiles files;
  private final LakeBudget budget;
  private Optional<Witness> lastListed = Optional.empty();

  DeltaFileSystem(LakeFiles files, LakeBudget budget) {
    this.files = files;
    this.budget = budget;
  }

  /** The name of the file that makes a version. */
  static String commit(String root, long version) {
    return root + "/_delta_log/%020d.json".formatted(version);
  }

  /**
   * What tells that a version is the newest, as it was when the log was listed last, before any of
   * it was read.
   */
  Optional<Witness> newest(String root, long version) {
    return lastListed
        .filter(witness -> witness.file().equals(commit(root, version)))
        .map(
            witness ->
                new Witness(
                    witness.file(), witness.stamp(), Optional.of(commit(root, version + 1))));
  }

  /** Of the same commit the first stamp counts: what is read may be newer, but not older. */
  private void witness(List<LakeFiles.Entry> entries) {
    entries.stream()
        .map(LakeFiles.Entry::name)
        .filter(name -> COMMIT.matcher(name).matches())
        .max(Comparator.naturalOrder())
        .filter(name -> lastListed.filter(known -> known.file().equals(name)).isEmpty())
        .ifPresent(name -> lastListed = Witness.of(files, name, Optional.empty()));
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    budget.time();
    List<LakeFiles.Entry> entries = files.list(path.substring(0, path.lastIndexOf('/')));
    witness(entries);
    List<FileStatus> found =
        entries.stream()
            .filter(entry -> entry.name().compareTo(path) >= 0)
            .sorted(Comparator.comparing(LakeFiles.Entry::name))
            .map(entry -> FileStatus.of(entry.name(), entry.bytes(), entry.modifiedMillis()))
            .toList();
    if (found.isEmpty()) {
      // What the kernel takes for "no table here".
      throw new FileNotFoundException("no log");
    }
    return DeltaEngine.over(found.stream());
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    Path file = files.file(path);
    return FileStatus.of(path, Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  @Override
  public CloseableIterator<ByteArrayInputStream> readFiles(
      CloseableIterator<FileReadRequest> requests) {
    return requests.map(this::read);
  }

  private ByteArrayInputStream read(FileReadRequest request) {
    budget.metadata(Math.max(0, request.getReadLength()));
    try (RandomAccessFile file =
        new RandomAccessFile(files.file(request.getPath()).toFile(), "r")) {
      byte[] bytes = new byte[request.getReadLength()];
      file.seek(request.getStartOffset());
      file.readFully(bytes);
      return new ByteArrayInputStream(bytes);
    } catch (IOException | RuntimeException e) {
      throw LakeException.unreadable("A deletion vector of the table can't be read.", e);
    }
  }

  @Override
  public boolean mkdirs(String path) {
    throw readOnly();
  }

  @Override
  public boolean delete(String path) {
    throw readOnly();
  }

  @Override
  public void copyFileAtomically(String from, String to, boolean overwrite) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("tables are only read");
  }
}
