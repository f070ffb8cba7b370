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

  @TempDir Path directory;

  @Test
  void aMixedRunOnFilesBlocksNoLoop() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + directory))) {
      ContractClient client = server.client();
      // The first round loads classes, which takes long and happens once.
      round(client, "warm");
      server.takeBlocked();
      round(client, "run");
      assertEquals(List.of(), server.takeBlocked());
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
