package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing blocks an event loop. */
final class EventLoopTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  /**
   * What blocks a loop does so in every round; where a busy machine only lets it wait for a
   * processor, there is a round without.
   */
  private static final int ROUNDS = 5;

  @TempDir Path directory;

  @Test
  void aMixedRunOnFilesBlocksNoLoop() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + directory))) {
      ContractClient client = server.client();
      // The first round loads classes, which takes long and happens once.
      round(client, "warm");
      server.takeBlocked();
      List<String> blocked = List.of("not run yet");
      for (int i = 0; i < ROUNDS && !blocked.isEmpty(); i++) {
        round(client, "run" + i);
        blocked = server.takeBlocked();
      }
      assertEquals(List.of(), blocked);
    }
  }

  private static void round(ContractClient client, String catalog) {
    String schemas = CATALOGS + "/" + catalog + "/schemas";
    client.post(CATALOGS, "{\"name\":\"" + catalog + "\"}").expect(201);
    client.post(schemas, "{\"name\":\"s\"}").expect(201);
    IntStream.range(0, 300)
        .parallel()
        .forEach(
            i -> {
              client.post(schemas + "/s/tables", "{\"name\":\"t" + i + "\"}").expect(201);
              client.get(schemas + "/s/tables/t" + i).expect(200);
              client.get(schemas + "/s/tables?pageSize=1000").expect(200);
              client.send("POST", schemas, "{").expect(400);
              client.delete(schemas + "/s/tables/t" + i).expect(200);
            });
    client.delete(CATALOGS + "/" + catalog + "?force=true").expect(200);
  }
}
