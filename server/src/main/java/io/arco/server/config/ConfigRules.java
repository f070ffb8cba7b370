package io.arco.server.config;

import io.arco.server.data.DataBuckets;
import io.arco.server.files.CorsOrigins;
import io.arco.server.token.SigningKeys;
import io.arco.store.StoreLocation;
import io.arco.store.s3.S3Location;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules between keys, and those of a value's inside. */
final class ConfigRules {
  private static final Pattern LOOPBACK_V4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

  private ConfigRules() {}

  /** The rules that are broken, one line each. */
  static List<String> broken(LoadedConfig loaded) {
    ArcoConfig config = loaded.config();
    List<String> broken = new ArrayList<>();
    AuthRules.check(loaded, broken);
    if (config.sql().defaultRows() > config.sql().maxRows()) {
      broken.add(
          loaded.describe("sql.defaultRows")
              + ": must not be above "
              + loaded.describe("sql.maxRows"));
    }
    checkStore(loaded, broken);
    storeDirectory(config.store()).ifPresent(store -> checkRoots(loaded, store, broken));
    checkBuckets(loaded, broken);
    checkJournal(loaded, broken);
    checkSigningKeys(loaded, broken);
    checkFiles(loaded, broken);
    return broken;
  }

  private static void checkFiles(LoadedConfig loaded, List<String> broken) {
    ArcoConfig config = loaded.config();
    if (config.files().urlTtlMillis() > config.files().maxUrlTtlMillis()) {
      broken.add(
          loaded.describe("files.urlTtlMillis")
              + ": must not be above "
              + loaded.describe("files.maxUrlTtlMillis"));
    }
    try {
      CorsOrigins.parse(config.http().corsOrigins());
    } catch (IllegalArgumentException e) {
      broken.add(loaded.describe("http.corsOrigins") + ": " + e.getMessage());
    }
  }

  private static void checkSigningKeys(LoadedConfig loaded, List<String> broken) {
    ArcoConfig config = loaded.config();
    if (config.signingKeys().isEmpty()) {
      return;
    }
    if (!config.signingKeysFile().isEmpty()) {
      broken.add(
          loaded.describe("signingKeys")
              + ": only one of it and "
              + loaded.describe("signingKeysFile")
              + " can be set");
    }
    try {
      SigningKeys.parse(config.signingKeys());
    } catch (IllegalArgumentException e) {
      broken.add(loaded.describe("signingKeys") + ": " + e.getMessage());
    }
  }

  private static void checkStore(LoadedConfig loaded, List<String> broken) {
    String store = loaded.config().store();
    if (store.startsWith("s3:")) {
      try {
        StoreLocation.parse(store);
      } catch (IllegalArgumentException e) {
        broken.add(e.getMessage() + " (" + loaded.sources().get("store").text() + ")");
      }
    } else if (!store.equals("memory:") && storeDirectory(store).isEmpty()) {
      broken.add(
          loaded.describe("store") + ": must be file:DIRECTORY, memory: or s3://BUCKET/PREFIX");
    }
  }

  private static void checkJournal(LoadedConfig loaded, List<String> broken) {
    try {
      JournalLocation.parse(loaded.config().journal());
    } catch (IllegalArgumentException e) {
      broken.add(loaded.describe("journal") + ": " + e.getMessage());
    }
    PostgresqlSettings postgresql = loaded.config().postgresql();
    if (!postgresql.password().isEmpty() && !postgresql.passwordFile().isEmpty()) {
      broken.add(
          loaded.describe("postgresql.password")
              + ": only one of it and "
              + loaded.describe("postgresql.passwordFile")
              + " can be set");
    }
  }

  private static void checkRoots(LoadedConfig loaded, Path store, List<String> broken) {
    Path realStore = real(store);
    for (Path root : loaded.config().dataRoots()) {
      Path realRoot = real(root);
      if (realRoot.startsWith(realStore) || realStore.startsWith(realRoot)) {
        broken.add(
            loaded.describe("dataRoots")
                + ": "
                + root
                + " contains or lies in "
                + loaded.describe("store"));
      }
    }
  }

  private static void checkBuckets(LoadedConfig loaded, List<String> broken) {
    String store = loaded.config().store();
    try {
      for (S3Location bucket : DataBuckets.parse(loaded.config().dataBuckets())) {
        if (StoreLocation.parse(store) instanceof StoreLocation.Bucket own
            && overlap(DataBuckets.name(bucket) + "/", DataBuckets.name(own.location()) + "/")) {
          broken.add(
              loaded.describe("dataBuckets") + " contains or lies in " + loaded.describe("store"));
        }
      }
    } catch (IllegalArgumentException e) {
      broken.add(loaded.describe("dataBuckets") + ": " + e.getMessage());
    }
  }

  private static boolean overlap(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** Names are not looked up: what they stand for may change. */
  static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || LOOPBACK_V4.matcher(host).matches();
  }

  private static Optional<Path> storeDirectory(String store) {
    String prefix = "file:";
    if (!store.startsWith(prefix) || store.length() == prefix.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(store.substring(prefix.length())).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The path with the links of its existing part resolved. */
  private static Path real(Path path) {
    Path existing = path;
    while (existing != null) {
      try {
        return existing.toRealPath().resolve(existing.relativize(path)).normalize();
      } catch (IOException e) {
        // Not there yet: its parent may be.
        existing = existing.getParent();
      }
    }
    return path;
  }
}
