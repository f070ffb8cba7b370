package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.server.ContractClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query never answers from files that are not what their manifest says. */
final class DamagedSnapshotTest {
  private static final String SQL = "select count(*) from system.audit.commits";

  @TempDir private Path directory;

  private enum Damage {
    FLIPPED,
    TORN,
    MISSING
  }

  @Test
  void aDamagedFileIsNamedInsteadOfRead() throws IOException {
    for (Damage damage : Damage.values()) {
      Path root = directory.resolve(damage.name());
      try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + root))) {
        server.client().post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
        server.client().post("/api/v1/snapshots", null).expect(200);
        String object = inflict(damage, root.resolve("tenant=default/workspace=default"));
        String query = "{\"sql\":\"" + SQL + "\",\"freshness\":\"published\"}";
        Answer answer =
            server.client().post("/api/v1/query", query).expect(503, "WORKSPACE_CORRUPT");
        assertEquals(object, answer.json().at("/details/object").asText());
        assertFalse(answer.json().toString().contains(directory.toString()));
      }
    }
  }

  /** Damages the file of the newest snapshot; its name. */
  private static String inflict(Damage damage, Path workspace) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(workspace.resolve("tables/audit/commits"))) {
      file = files.max(Comparator.naturalOrder()).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case FLIPPED -> bytes[bytes.length / 2] ^= 1;
      case TORN -> bytes = Arrays.copyOf(bytes, bytes.length / 2);
      case MISSING -> Files.delete(file);
    }
    if (damage != Damage.MISSING) {
      Files.write(file, bytes);
    }
    return workspace.relativize(file).toString();
  }
}
