package io.arco.server;

import io.arco.runtime.Workers;
import io.arco.server.config.ArcoConfig;
import io.arco.server.token.KeyFile;
import io.arco.server.token.SigningKeys;
import io.arco.store.StoreLocation;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Finds the keys that task tokens are signed with. */
final class KeysOpener {
  private static final int SECRET_BYTES = 32;

  private KeysOpener() {}

  /**
   * The configured keys; else those of the file beside a store in a directory, made where it is not
   * there; else one that nobody else knows, and that ends with the process. Fails with {@link
   * IllegalStateException} for the person who starts the server.
   */
  static Future<SigningKeys> open(ArcoConfig config, Workers workers, SecureRandom random) {
    if (!config.signingKeys().isEmpty()) {
      return Future.succeededFuture(SigningKeys.parse(config.signingKeys()));
    }
    if (!config.signingKeysFile().isEmpty()) {
      return workers.call(() -> read(config.signingKeysFile()));
    }
    if (StoreLocation.parse(config.store()) instanceof StoreLocation.Directory directory) {
      return workers.call(() -> beside(directory.path(), random));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return Future.succeededFuture(SigningKeys.parse(HexFormat.of().formatHex(secret)));
  }

  private static SigningKeys read(String file) {
    try {
      return KeyFile.read(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalStateException(
          "the file of signing keys " + file + " can't be read: " + e.getClass().getSimpleName(),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the file of signing keys " + file + " can't be used: " + e.getMessage(), e);
    }
  }

  private static SigningKeys beside(Path store, SecureRandom random) {
    Path file = KeyFile.beside(store);
    try {
      return KeyFile.readOrMake(file, random);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the file of signing keys "
              + file
              + " can't be made or read: "
              + e.getClass().getSimpleName()
              + "; set signingKeysFile",
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the file of signing keys " + file + " can't be used: " + e.getMessage(), e);
    }
  }
}
