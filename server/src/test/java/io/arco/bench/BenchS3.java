package io.arco.bench;

import io.arco.testing.s3.S3TestServer;

/** The S3 server of a run of benchmarks, started with its first store; it ends with the process. */
final class BenchS3 {
  private static S3TestServer server;

  private BenchS3() {}

  /** An empty store; every request of every store takes so much longer. */
  static synchronized String newStore(long latencyMillis) {
    if (server == null) {
      server = S3TestServer.start();
    }
    server.latencyMillis(latencyMillis);
    return server.newStore();
  }
}
