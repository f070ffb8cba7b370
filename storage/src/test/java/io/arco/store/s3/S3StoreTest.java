package io.arco.store.s3;

import io.arco.runtime.ThreadWorkers;
import io.arco.store.ObjectStore;
import io.arco.store.ObjectStoreConformance;
import io.arco.testing.s3.S3TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3StoreTest extends ObjectStoreConformance {
  private static S3TestServer server;
  private static ThreadWorkers workers;

  @BeforeAll
  static void start() {
    server = S3TestServer.start();
    workers = new ThreadWorkers("s3-test", 4, 1_000);
  }

  @AfterAll
  static void stop() {
    workers.close();
    server.close();
  }

  @Override
  protected ObjectStore open() {
    return S3Store.open(S3Location.parse(server.newStore()), workers);
  }

  /**
   * The SDK's netty client closes the connection of a request that was answered with an error, and
   * under load may hit the next request on it.
   */
  @Override
  protected boolean racesMayEndUnknown() {
    return true;
  }

  /** S3 lists in the order of UTF-8; the server of the tests, in that of UTF-16. */
  @Override
  protected List<String> lastInOrder() {
    return List.of();
  }
}
