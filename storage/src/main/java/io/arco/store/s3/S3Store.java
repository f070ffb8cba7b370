package io.arco.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.runtime.Workers;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.PutOutcome.Written;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.arco.store.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A store in a bucket that speaks S3. The bucket must be there; nothing here makes one.
 *
 * <p><b>Puts</b> are sent once, each with the MD5 of its bytes; what an answer means is said in
 * {@code docs/design/005-s3-store.md}. <b>Reads, lists and deletes</b> are tried again, with a wait
 * that grows and is jittered, within {@link S3Limits}.
 *
 * <p><b>Versions</b> are ETags. Of an object that was put whole, as all of ours, the ETag is a hash
 * of its bytes: other bytes have another version, also after a delete, and the same bytes may have
 * the same.
 *
 * <p>The clients are made on a worker when the store is opened; calls before that wait. Where they
 * can't be made (no region, no credentials), every call fails with the reason.
 *
 * <p>Thread-safe. Futures complete on threads of the store, which must not be blocked.
 */
public final class S3Store implements ObjectStore {
  private final S3Location location;
  private final S3Limits limits;
  private final Workers workers;
  private final Future<S3Clients> clients;
  private Future<Void> closed;

  private S3Store(S3Location location, S3Limits limits, Workers workers) {
    this.location = location;
    this.limits = limits;
    this.workers = workers;
    this.clients = bare(workers.call(() -> S3Clients.open(location, limits)));
  }

  /**
   * A store in this bucket. Credentials come from the SDK's default chain; the workers are not
   * closed with the store.
   */
  public static S3Store open(S3Location location, Workers workers) {
    return open(location, S3Limits.DEFAULT, workers);
  }

  /** The same, within other limits. */
  static S3Store open(S3Location location, S3Limits limits, Workers workers) {
    return new S3Store(location, limits, workers);
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return using(clients -> new S3Reads(clients.reads(), location.bucket(), limits).get(name(key)));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return using(
        clients -> new S3Reads(clients.reads(), location.bucket(), limits).get(name(key), range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return using(
        clients -> new S3Reads(clients.reads(), location.bucket(), limits).head(name(key)));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    String name = name(key);
    if (name.getBytes(UTF_8).length > S3Limits.MAX_KEY_BYTES) {
      return refused("key is longer than " + S3Limits.MAX_KEY_BYTES + " bytes in the bucket");
    }
    if (bytes.length > limits.maxObjectBytes()) {
      return refused("object is larger than " + limits.maxObjectBytes() + " bytes");
    }
    return using(
        clients ->
            future(
                    () ->
                        clients
                            .puts()
                            .putObject(
                                request(name, bytes, precondition),
                                AsyncRequestBody.fromBytesUnsafe(bytes)))
                .transform(
                    answer ->
                        answer.succeeded()
                            ? Future.succeededFuture(written(answer.result()))
                            : S3Failures.ofPut(name, precondition, answer.cause())));
  }

  private PutObjectRequest request(String name, byte[] bytes, Precondition precondition) {
    Duration timeout = limits.attemptTimeout().plus(limits.forBytes(bytes.length));
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(name)
            .contentLength((long) bytes.length)
            .contentMD5(md5(bytes))
            .overrideConfiguration(
                AwsRequestOverrideConfiguration.builder().apiCallTimeout(timeout).build());
    if (precondition instanceof Precondition.Absent) {
      request.ifNoneMatch("*");
    } else if (precondition instanceof Precondition.Matches matches) {
      request.ifMatch(matches.version().token());
    }
    return request.build();
  }

  private static PutOutcome written(PutObjectResponse answer) {
    return answer.eTag() == null
        ? new PutOutcome.Unknown("the store answered a put without an ETag")
        : new Written(new Version(answer.eTag()));
  }

  @Override
  public Future<Void> delete(Key key) {
    String name = name(key);
    DeleteObjectRequest request =
        DeleteObjectRequest.builder()
            .bucket(location.bucket())
            .key(name)
            .overrideConfiguration(S3Reads.timeouts(limits, 0))
            .build();
    return using(
        clients ->
            future(() -> clients.reads().deleteObject(request))
                .transform(
                    answer ->
                        answer.succeeded() || S3Failures.isMissing(answer.cause())
                            ? Future.succeededFuture()
                            : Future.failedFuture(S3Failures.of("delete", name, answer.cause()))));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    if (limit < 1 || limit > Listing.MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + Listing.MAX_LIMIT);
    }
    return using(
        clients -> new S3Lists(clients.reads(), location, limits).page(prefix, after, limit));
  }

  @Override
  public boolean supportsMatches() {
    return true;
  }

  /**
   * A URL by which anyone can GET the object, with or without a range, until the time is over or
   * the credentials it was signed with end. Whether there is such an object is not looked at.
   *
   * @param lifetime at most seven days
   * @throws IllegalArgumentException if the lifetime is not positive or longer
   */
  public Future<URI> presign(Key key, Duration lifetime) {
    if (lifetime.isNegative()
        || lifetime.isZero()
        || lifetime.compareTo(S3Limits.MAX_PRESIGNED) > 0) {
      throw new IllegalArgumentException("a URL lives up to " + S3Limits.MAX_PRESIGNED);
    }
    return using(
        clients ->
            workers.call(
                () ->
                    URI.create(
                        clients
                            .presigner()
                            .presignGetObject(
                                request ->
                                    request
                                        .signatureDuration(lifetime)
                                        .getObjectRequest(
                                            get -> get.bucket(location.bucket()).key(name(key))))
                            .url()
                            .toString())));
  }

  @Override
  public Future<Void> close() {
    synchronized (this) {
      if (closed == null) {
        closed =
            clients.transform(
                made ->
                    made.failed()
                        ? Future.succeededFuture()
                        : bare(
                            workers.call(
                                () -> {
                                  made.result().close();
                                  return null;
                                })));
      }
      return closed;
    }
  }

  private <T> Future<T> using(Function<S3Clients, Future<T>> call) {
    synchronized (this) {
      if (closed != null) {
        return Future.failedFuture(StoreException.closed());
      }
    }
    return clients
        .recover(failure -> Future.failedFuture(S3Failures.of("opening", "bucket", failure)))
        .compose(call);
  }

  /** The same outcome, tied to no thread: what runs the workers may be gone before the store is. */
  private static <T> Future<T> bare(Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(promise);
    return promise.future();
  }

  private String name(Key key) {
    return location.prefix().text() + key.text();
  }

  private static <T> Future<T> refused(String why) {
    return Future.failedFuture(new StoreException(Kind.PERMANENT, "S3 put: " + why, null));
  }

  /** What the SDK throws before it sends anything is a failure as any other. */
  static <T> Future<T> future(Supplier<CompletableFuture<T>> call) {
    try {
      return Future.fromCompletionStage(call.get());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
