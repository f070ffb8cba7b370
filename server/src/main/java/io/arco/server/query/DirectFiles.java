package io.arco.server.query;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.runtime.Workers;
import io.arco.snapshot.ShardFile;
import io.arco.store.FileStore;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of a store that is a directory of this machine: read where they are, once their size and
 * checksum were found to be those their manifest says. Files never change, so each is read for that
 * once; the {@value #MAX_REMEMBERED} used last are remembered.
 */
public final class DirectFiles implements LocalFiles {
  /** How many files are known to be sound at most: about 20 MB of names. */
  static final int MAX_REMEMBERED = 65_536;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileStore store;
  private final Workers workers;
  private final Map<String, Future<Path>> sound =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Future<Path>> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** Reads from this store; checksums are computed by the workers. */
  public DirectFiles(FileStore store, Workers workers) {
    this.store = store;
    this.workers = workers;
  }

  @Override
  public synchronized Future<Path> path(Workspace workspace, ShardFile file) {
    String key = new WorkspaceKeys(workspace).file(file.path()).text();
    Future<Path> known = sound.get(key);
    if (known != null && !known.failed()) {
      return known;
    }
    Path path = store.localPath(new WorkspaceKeys(workspace).file(file.path()));
    Future<Path> checked = workers.call(() -> checked(path, file));
    sound.put(key, checked);
    return checked;
  }

  private static Path checked(Path path, ShardFile file) {
    MessageDigest digest = Hash.sha256();
    long bytes = 0;
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        bytes += read;
      }
    } catch (NoSuchFileException e) {
      throw new CorruptObjectException(file.path(), "missing, but its manifest names it");
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.TRANSIENT, file.path() + " can't be read: " + e.getMessage(), e);
    }
    if (bytes != file.bytes()) {
      throw new CorruptObjectException(
          file.path(), bytes + " bytes, its manifest says " + file.bytes());
    }
    String hash = HexFormat.of().formatHex(digest.digest());
    if (!hash.equals(file.sha256().hex())) {
      throw new CorruptObjectException(
          file.path(), "its bytes hash to " + hash + ", its manifest says " + file.sha256());
    }
    return path;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
