package io.arco.server.lake;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A table's files as Iceberg reads them. What the metadata places below the table's own recorded
 * location is looked for where the table is registered, so a table that was copied whole is read
 * from its copy. One query, one thread; blocks.
 */
final class IcebergFiles implements FileIO {
  private static final long serialVersionUID = 1L;
  private static final String FILE = "file:";

  private final transient LakeFiles files;
  private final transient LakeBudget budget;
  private final String root;
  private String recorded;

  /**
   * Files of a table.
   *
   * @param root where it is registered
   */
  IcebergFiles(LakeFiles files, LakeBudget budget, String root) {
    this.files = files;
    this.budget = budget;
    this.root = root;
    this.recorded = root;
  }

  /** Says where the metadata thinks the table is. */
  void recordedAt(String location) {
    recorded = plain(location.endsWith("/") ? location.replaceAll("/+$", "") : location);
  }

  /** The file on this machine. */
  Path path(String name) {
    return files.file(name(name));
  }

  /** What a file that the metadata names is called now. */
  String name(String recordedName) {
    String named = plain(recordedName);
    return named.startsWith(recorded + "/") ? root + named.substring(recorded.length()) : named;
  }

  /** Of {@code file:/x}, {@code file:///x} and {@code /x}, the first. */
  private static String plain(String name) {
    if (name.startsWith("/")) {
      return FILE + name;
    }
    return name.startsWith(FILE + "///") ? FILE + name.substring(FILE.length() + 2) : name;
  }

  @Override
  public InputFile newInputFile(String name) {
    return new Input(name, path(name));
  }

  @Override
  public OutputFile newOutputFile(String name) {
    throw new UnsupportedOperationException("tables are read, never written");
  }

  @Override
  public void deleteFile(String name) {
    throw new UnsupportedOperationException("tables are read, never written");
  }

  /** A file of metadata. */
  private final class Input implements InputFile {
    private final String name;
    private final Path path;

    Input(String name, Path path) {
      this.name = name;
      this.path = path;
    }

    @Override
    public long getLength() {
      return path.toFile().length();
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new Stream(new RandomAccessFile(budget.metadata(path).toFile(), "r"));
      } catch (IOException e) {
        throw LakeException.unreadable("A file of the table's metadata can't be read.", e);
      }
    }

    @Override
    public String location() {
      return name;
    }

    @Override
    public boolean exists() {
      return true; // judged when it was named
    }
  }

  /** A file that is read from anywhere. */
  private static final class Stream extends SeekableInputStream {
    private final RandomAccessFile file;

    Stream(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public long getPos() throws IOException {
      return file.getFilePointer();
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      return file.read(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
