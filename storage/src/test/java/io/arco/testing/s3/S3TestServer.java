package io.arco.testing.s3;

import io.arco.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * An S3 server on the loopback, in this process, that checks signatures. Objects are in memory and
 * gone with it. Starting one gives this process static credentials and a region, and forbids the
 * SDK to ask a cloud for others.
 */
public final class S3TestServer implements AutoCloseable {
  private static final String KEY = "arco-test";
  private static final String SECRET = "arco-test-secret";
  private static final String REGION = "us-east-1";

  private static volatile boolean started;

  private final TransientNio2BlobStore objects = new TransientNio2BlobStore();
  private final AtomicInteger buckets = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final S3Proxy proxy;
  private final S3Front front;
  private final String scheme;
  private final int port;

  private S3TestServer(HttpServerOptions options) {
    started = true;
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.disableEc2Metadata", "true");
    proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, KEY, SECRET)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not start", e);
    }
    front = new S3Front(vertx, proxy.getPort(), this::remove);
    scheme = options.isSsl() ? "https" : "http";
    port = Await.value(front.listen(options));
  }

  /** Starts a server. */
  public static S3TestServer start() {
    return new S3TestServer(new HttpServerOptions());
  }

  /** Starts a server that speaks TLS with this key and certificate, both PEM. */
  public static S3TestServer startTls(Path key, Path certificate) {
    return new S3TestServer(
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setKeyPath(key.toString())
                    .setCertPath(certificate.toString())));
  }

  /**
   * What other processes need in their environment to use the servers of this process; nothing if
   * none was started.
   */
  public static Map<String, String> environment() {
    return started
        ? Map.of(
            "AWS_ACCESS_KEY_ID", KEY,
            "AWS_SECRET_ACCESS_KEY", SECRET,
            "AWS_REGION", REGION,
            "AWS_EC2_METADATA_DISABLED", "true")
        : Map.of();
  }

  /** Makes a bucket; the location of a store in it, as the command line takes it. */
  public String newStore() {
    String bucket = "bucket-" + buckets.incrementAndGet();
    objects.createContainer(bucket);
    return store(bucket);
  }

  /** The location of a store in a bucket that need not exist. */
  public String store(String bucket) {
    return "s3://" + bucket + "/arco?endpoint=" + endpoint() + "&pathStyle=true";
  }

  /** How many objects there are in a bucket that {@link #newStore} made; at most a thousand. */
  public int objects(String store) {
    String bucket = URI.create(store.substring(0, store.indexOf('?'))).getHost();
    return objects.list(bucket).contents().size();
  }

  /** The server's address. */
  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  /** Adds so much to the time of every request. */
  public S3TestServer latencyMillis(long millis) {
    front.latencyMillis(millis);
    return this;
  }

  /**
   * Requests of this method whose address holds this text are not answered before {@link #letGo}.
   */
  public void hold(String method, String text) {
    front.hold(method, text);
  }

  /** Has those go on that are held, and holds no more. */
  public void letGo() {
    front.letGo();
  }

  /** Whether a put-if-absent replaces what is there, as in a store that does not know of it. */
  public void ignoresConditions(boolean ignores) {
    front.ignoresConditions(ignores);
  }

  /** Has the next requests of this method fail, one for each fault. */
  public void failNext(String method, S3Fault... faults) {
    front.failNext(method, faults);
  }

  /** How many faults no request has met yet. */
  public int pendingFaults() {
    return front.pendingFaults();
  }

  /** How many requests of a method came so far, failed ones included. */
  public int requests(String method) {
    return front.requests(method);
  }

  private void remove(String path) {
    String[] bucketAndName = path.substring(1).split("/", 2);
    objects.removeBlob(bucketAndName[0], bucketAndName[1]);
  }

  @Override
  public void close() {
    Await.value(vertx.close());
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not stop", e);
    }
  }
}
