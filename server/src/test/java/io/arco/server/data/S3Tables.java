package io.arco.server.data;

import io.arco.runtime.Workers;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.s3.S3Location;
import io.arco.store.s3.S3Store;
import io.arco.testing.Await;
import io.arco.testing.s3.S3TestServer;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** A data bucket on an S3 server in this process, to which files are put behind Arco's back. */
public final class S3Tables implements AutoCloseable {
  /** The server. */
  public final S3TestServer s3 = S3TestServer.start();

  /** The bucket's prefix, as {@code dataBuckets} takes it. */
  public final String location = s3.newStore();

  /** The same, as tables name it. */
  public final String root = DataBuckets.name(S3Location.parse(location));

  private final ObjectStore objects = S3Store.open(S3Location.parse(location), new OwnThread());

  /** Has work done by who asks for it. */
  private static final class OwnThread implements Workers {
    @Override
    public <T> Future<T> call(Callable<T> task) {
      try {
        return Future.succeededFuture(task.call());
      } catch (Exception e) {
        return Future.failedFuture(e);
      }
    }
  }

  /** Writes the rows of a query as a Parquet object, by way of a file of that name in a folder. */
  public void parquet(Path folder, String name, String select) {
    Path file = DataServer.write(folder.resolve(name), select);
    try {
      Await.value(objects.put(new Key(name), Files.readAllBytes(file), Precondition.NONE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Await.value(objects.close());
    s3.close();
  }
}
