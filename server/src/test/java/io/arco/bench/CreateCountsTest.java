package io.arco.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ArcoServer;
import io.arco.server.BenchServer;
import io.arco.server.Configs;
import io.arco.testing.Await;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many puts many creates take, on a store whose puts take 20 ms, over HTTP. */
class CreateCountsTest {
  private static final long PUT_MILLIS = 20;
  private static final int CONNECTIONS = 64;
  private static final int CREATES = 1_000;
  private static final int MAX_JOURNAL_PUTS = 60;

  private final ArcoServer server =
      Await.value(BenchServer.start(Configs.inMemory("store", "memory:"), PUT_MILLIS));
  private final Clients clients = new Clients(URI.create(server.url()), CONNECTIONS);

  @AfterEach
  void stop() {
    clients.close();
    Await.value(server.close());
  }

  @Test
  void aThousandCreatesFrom64ConnectionsTakeAtMost60JournalPutsAndNoneIsLostOrDoneTwice() {
    Lab.createParents(clients);
    create(0);
    StoreRequests before = StoreRequests.of(clients);
    create(CREATES);
    long puts = StoreRequests.of(clients).since(before).journalPuts();
    assertTrue(puts <= MAX_JOURNAL_PUTS, puts + " journal puts");
    List<String> listed = new ArrayList<>();
    for (int schema = 0; schema < SampleTables.SCHEMAS; schema++) {
      listed.addAll(TableNames.all(clients, schema));
    }
    List<String> created =
        IntStream.range(0, 2 * CREATES).mapToObj(SampleTables::name).sorted().toList();
    assertEquals(created, listed.stream().sorted().toList());
  }

  /** Creates tables of these numbers; the first thousand warm the process up. */
  private void create(int from) {
    Iterator<Buffer> requests =
        IntStream.range(from, from + CREATES).mapToObj(Lab::create).toList().iterator();
    Clients.Outcome outcome = clients.run(() -> requests.hasNext() ? requests.next() : null);
    assertEquals(Map.of(201, CREATES), outcome.statuses());
  }
}
