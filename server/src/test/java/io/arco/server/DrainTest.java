package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How a server ends. */
final class DrainTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  @Test
  void requestsUnderWayAreAnsweredAndNewOnesAreNotTaken() {
    GatedStore store = new GatedStore();
    RunningServer running = RunningServer.on(Configs.inMemory(), store);
    ContractClient client = running.client();
    client.get(CATALOGS).expect(200);
    store.shut();
    CompletableFuture<Answer> write =
        CompletableFuture.supplyAsync(() -> client.post(CATALOGS, "{\"name\":\"c\"}"));
    Await.until("the commit is under way", () -> store.waiting() == 1);
    Future<Boolean> closing = running.server().close();
    Await.until("the port is closed", () -> refused(running.server().port()));
    assertFalse(closing.isComplete());
    store.open();
    assertEquals(201, write.join().status());
    assertTrue(Await.value(closing));
  }

  @Test
  void whatTakesTooLongIsCutOff() {
    GatedStore store = new GatedStore();
    RunningServer running =
        RunningServer.on(Configs.inMemory("shutdown.drainMillis", "100"), store);
    ContractClient client = running.client();
    client.get(CATALOGS).expect(200);
    store.shut();
    CompletableFuture<Answer> write =
        CompletableFuture.supplyAsync(() -> client.post(CATALOGS, "{\"name\":\"c\"}"));
    Await.until("the commit is under way", () -> store.waiting() == 1);
    assertFalse(Await.value(running.server().close()));
    assertThrows(CompletionException.class, write::join);
  }

  @Test
  void anIdleServerEndsAtOnceThoughConnectionsAreOpen() {
    RunningServer running = RunningServer.inMemory();
    running.client().get(CATALOGS).expect(200);
    assertTrue(Await.value(running.server().close()));
  }

  /** Connects and asks nothing: what is asked while the port closes may be cut off. */
  private static boolean refused(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}
