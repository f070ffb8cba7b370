package io.arco.crash;

import io.arco.testing.s3.S3TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two servers on one bucket. */
final class TwoServersOnS3Test extends TwoServersTest {
  private static S3TestServer s3;

  @BeforeAll
  static void startS3() {
    s3 = S3TestServer.start();
  }

  @AfterAll
  static void stopS3() {
    s3.close();
  }

  @Override
  int names() {
    return 100;
  }

  @Override
  String newStore(Path directory) {
    return s3.newStore();
  }
}
