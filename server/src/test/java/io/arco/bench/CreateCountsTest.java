package io.arco.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ArcoServer;
import io.arco.server.BenchServer;
import io.arco.server.Configs;
import io.arco.testing.Await;
import io.arco.testing.s3.S3TestServer;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How many puts many creates take, on stores whose puts take long, over HTTP. While one is under
 * way the creates of all connections come in and share the next, on a slow machine too: 100 ms are
 * enough for 64 of them there. At 20 ms the benchmarks count.
 */
class CreateCountsTest {
  private static final long PUT_MILLIS = 100;
  private static final int CONNECTIONS = 64;
  private static final int CREATES = 1_000;
  private static final int MAX_JOURNAL_PUTS = 60;

  @Test
  void aThousandCreatesFrom64ConnectionsTakeAtMost60JournalPutsAndNoneIsLostOrDoneTwice() {
    check(Await.value(BenchServer.start(Configs.inMemory(), PUT_MILLIS)));
  }

  @Test
  void theyTakeAtMost60JournalPutsOnABucketToo() {
    try (S3TestServer s3 = S3TestServer.start()) {
      s3.latencyMillis(PUT_MILLIS);
      check(Await.value(BenchServer.start(Configs.inMemory("store", s3.newStore()), 0)));
    }
  }

  private static void check(ArcoServer server) {
    try (Clients clients = new Clients(URI.create(server.url()), CONNECTIONS)) {
      Lab.createParents(clients);
      create(clients, 0);
      StoreRequests before = StoreRequests.of(clients);
      create(clients, CREATES);
      long puts = StoreRequests.of(clients).since(before).journalPuts();
      assertTrue(puts <= MAX_JOURNAL_PUTS, puts + " journal puts");
      List<String> listed = new ArrayList<>();
      for (int schema = 0; schema < SampleTables.SCHEMAS; schema++) {
        listed.addAll(TableNames.all(clients, schema));
      }
      List<String> created =
          IntStream.range(0, 2 * CREATES).mapToObj(SampleTables::name).sorted().toList();
      assertEquals(created, listed.stream().sorted().toList());
    } finally {
      Await.value(server.close());
    }
  }

  /** Creates tables of these numbers; the first thousand warm the process up. */
  private static void create(Clients clients, int from) {
    Iterator<Buffer> requests =
        IntStream.range(from, from + CREATES).mapToObj(Lab::create).toList().iterator();
    Clients.Outcome outcome = clients.run(() -> requests.hasNext() ? requests.next() : null);
    assertEquals(Map.of(201, CREATES), outcome.statuses());
  }
}
