package io.arco.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server as a process, for workers: each test has a workspace and a data root of its own. */
final class WorkerServer implements AutoCloseable {
  private final Path directory;
  private final Path roots;
  private final ServerProcess process;
  private int workspaces;

  /** Starts one, with a store of files and all data roots in this directory. */
  WorkerServer(Path directory) {
    this.directory = directory;
    this.roots = folder(directory.resolve("data"));
    this.process =
        ServerProcess.start(
            directory, "file:" + directory.resolve("store"), "--data-root", roots.toString());
  }

  /** A workspace that nobody has used. */
  WorkerLab workspace() {
    String name = "w" + ++workspaces;
    return new WorkerLab(url(), name, directory.resolve(name), folder(roots.resolve(name)));
  }

  /** Its address. */
  String url() {
    return process.url();
  }

  /** The folder that holds the data roots of all workspaces. */
  Path roots() {
    return roots;
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
