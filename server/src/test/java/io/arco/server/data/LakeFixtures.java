package io.arco.server.data;

import io.arco.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Tables that other software wrote (src/test/resources/lake), copied into a data root. */
public final class LakeFixtures {
  private static final Path RECORDED = Path.of("src/test/resources/lake");

  private LakeFixtures() {}

  /** Copies a folder of fixtures; what is there already is replaced. */
  public static Path copy(String fixture, Path target) {
    Path source = RECORDED.resolve(fixture);
    try (Stream<Path> all = Files.walk(source)) {
      for (Path file : all.toList()) {
        Path to = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.createDirectories(to.getParent());
          Files.write(to, Files.readAllBytes(file));
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes the text of a file. */
  static void edit(Path file, String from, String to) {
    try {
      String text = Files.readString(file);
      if (!text.contains(from)) {
        throw new AssertionError(from + " is not in " + file);
      }
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of an Iceberg table's snapshots, oldest first. */
  static List<Long> snapshots(Path table) {
    try (Stream<Path> files = Files.list(table.resolve("metadata"))) {
      Path newest =
          files
              .filter(file -> file.toString().endsWith(".metadata.json"))
              .max(Comparator.comparingLong(LakeFixtures::number))
              .orElseThrow();
      List<Long> ids = new ArrayList<>();
      Json.MAPPER
          .readTree(Files.readAllBytes(newest))
          .path("snapshots")
          .forEach(snapshot -> ids.add(snapshot.path("snapshot-id").asLong()));
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Path metadata) {
    return Long.parseLong(metadata.getFileName().toString().replaceAll("^v?(\\d+).*", "$1"));
  }

  /** Writes a log of one commit. */
  static Path delta(Path folder, String... actions) {
    try {
      Path log = Files.createDirectories(folder.resolve("_delta_log"));
      Files.write(log.resolve("00000000000000000000.json"), List.of(actions));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
