package io.arco.bench;

import io.arco.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What one more table writes: its commit and the snapshot with it. */
final class OneMoreScenario implements Scenario {
  private static final int FEW = 1_000;
  private static final int MANY = 100_000;

  @Override
  public String name() {
    return "one-more";
  }

  @Override
  public String description() {
    return "objects and bytes written by one more create and its snapshot, at 1,000 and 100,000";
  }

  @Override
  public Profile profile() {
    return null;
  }

  @Override
  public List<Measurement> run(Lab lab) throws Exception {
    Written few = written(lab, FEW);
    Written many = written(lab, MANY);
    return List.of(
        measurement(FEW, "objects", few.objects(), "objects"),
        measurement(FEW, "bytes", few.bytes(), "bytes").atMost(256 << 10),
        measurement(MANY, "objects", many.objects(), "objects"),
        measurement(MANY, "bytes", many.bytes(), "bytes").atMost(256 << 10),
        Measurement.of(name(), "times as many bytes", many.bytes() / (double) few.bytes(), "×")
            .atMost(3));
  }

  private Measurement measurement(int tables, String what, long value, String unit) {
    String name = String.format(Locale.ROOT, "%s at %,d tables", what, tables);
    return Measurement.of(name(), name, value, unit);
  }

  /** Objects that are new or were replaced, and how many bytes they have. */
  private record Written(long objects, long bytes) {}

  private static Written written(Lab lab, int tables) throws Exception {
    Path directory = lab.stores().copy(tables, "one-more");
    try (ServerProcess server = ServerProcess.onStore(lab.work(), Profile.FILE, directory);
        Clients clients = new Clients(server.url(), 1)) {
      Await.until("a table", () -> clients.send(Lab.get(1)).status() == 200);
      Map<Path, Object> before = objects(directory);
      int status = clients.send(Lab.create(tables)).status();
      if (status != 201) {
        throw new IllegalStateException("create: " + status);
      }
      int published = clients.send(HttpConnection.post("/api/v1/snapshots")).status();
      if (published >= 300) {
        throw new IllegalStateException("publish: " + published);
      }
      long count = 0;
      long bytes = 0;
      for (Map.Entry<Path, Object> object : objects(directory).entrySet()) {
        if (!object.getValue().equals(before.get(object.getKey()))) {
          count++;
          bytes += Files.size(object.getKey());
        }
      }
      return new Written(count, bytes);
    }
  }

  /** The file of each object of the workspace, and which file it is. */
  private static Map<Path, Object> objects(Path directory) throws IOException {
    Map<Path, Object> objects = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        boolean isObject = directory.relativize(file).toString().startsWith("tenant=");
        if (isObject && Files.isRegularFile(file)) {
          objects.put(file, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        }
      }
    }
    return objects;
  }
}
