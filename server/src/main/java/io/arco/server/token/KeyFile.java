package io.arco.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The file with the signing keys of a server that nobody gave any: made once beside its store,
 * readable by its owner alone, never written again. Every server on the store reads the same one.
 * Blocks: for a worker.
 */
public final class KeyFile {
  /** The largest file that is read for one, in bytes. */
  static final int MAX_BYTES = 65_536;

  private static final String SUFFIX = ".signing-keys";
  private static final int SECRET_BYTES = 32;
  private static final boolean HAS_MODES =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private KeyFile() {}

  /** Where the file of the store in this directory is. */
  public static Path beside(Path store) {
    return store.resolveSibling(store.getFileName() + SUFFIX);
  }

  /**
   * Reads keys from a file.
   *
   * @throws IOException if it can't be read
   * @throws IllegalArgumentException if it holds no keys
   */
  public static SigningKeys read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException("the file of signing keys is too large to be one");
    }
    return SigningKeys.parse(Files.readString(file));
  }

  /**
   * Reads the keys, having made the file with a new one if it is not there.
   *
   * @param random what the key is drawn from: must be fit for secrets
   * @throws IOException if it can neither be made nor read
   */
  public static SigningKeys readOrMake(Path file, RandomGenerator random) throws IOException {
    if (!Files.exists(file)) {
      make(file, random);
    }
    return read(file);
  }

  /** Makes it whole or not at all; who comes second leaves the first one's. */
  private static void make(Path file, RandomGenerator random) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Path draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), "", mode());
    try {
      Files.write(draft, (HexFormat.of().formatHex(secret) + "\n").getBytes(US_ASCII));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Another server was first.
    } finally {
      Files.delete(draft);
    }
  }

  private static FileAttribute<?>[] mode() {
    return HAS_MODES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
