package io.arco.store.s3;

import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.arco.store.Version;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;

/**
 * Reads objects of a bucket, each by its whole name in it.
 *
 * @param client tries again by itself
 * @param bucket the bucket
 * @param limits sizes and times
 */
record S3Reads(S3AsyncClient client, String bucket, S3Limits limits) {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes [0-9]+-[0-9]+/([0-9]{1,18})");

  /** The whole object. */
  Future<ReadOutcome> get(String name) {
    return read(name, null)
        .transform(
            read ->
                read.succeeded()
                    ? Future.succeededFuture(whole(read.result()))
                    : failed("get", name, read.cause(), new ReadOutcome.Missing()));
  }

  /** A part of it. */
  Future<ReadOutcome> get(String name, ByteRange range) {
    if (range.offset() >= S3Limits.MAX_OFFSET) {
      return behindTheEnd(name, range);
    }
    return read(name, range)
        .transform(
            read -> {
              if (read.succeeded()) {
                return part(name, range, read.result());
              }
              return S3Failures.isBehindTheEnd(read.cause())
                  ? behindTheEnd(name, range)
                  : failed("get", name, read.cause(), new ReadOutcome.Missing());
            });
  }

  /** Size and version. */
  Future<HeadOutcome> head(String name) {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(bucket)
            .key(name)
            .overrideConfiguration(timeouts(limits, 0))
            .build();
    return S3Store.future(() -> client.headObject(request))
        .transform(
            head ->
                head.succeeded()
                    ? Future.succeededFuture(
                        new HeadOutcome.Found(
                            head.result().contentLength(), new Version(head.result().eTag())))
                    : failed("head", name, head.cause(), new HeadOutcome.Missing()));
  }

  /** How long a call may take whose answer has up to so many bytes. */
  static AwsRequestOverrideConfiguration timeouts(S3Limits limits, long bytes) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(limits.attemptTimeout().plus(limits.forBytes(bytes)))
        .apiCallTimeout(limits.readTimeout().plus(limits.forBytes(bytes)))
        .build();
  }

  private Future<ResponseBytes<GetObjectResponse>> read(String name, ByteRange rangeOrNull) {
    long most = limits.maxObjectBytes();
    long bytes = rangeOrNull == null ? most : Math.min(most, rangeOrNull.length());
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(name)
            .overrideConfiguration(timeouts(limits, bytes));
    if (rangeOrNull != null) {
      long offset = rangeOrNull.offset();
      long last = offset + Math.min(rangeOrNull.length(), S3Limits.MAX_OFFSET) - 1;
      request.range("bytes=" + offset + "-" + last);
    }
    return S3Store.future(
        () -> client.getObject(request.build(), new BoundedBytes(limits.maxObjectBytes())));
  }

  private static ReadOutcome whole(ResponseBytes<GetObjectResponse> read) {
    byte[] bytes = read.asByteArrayUnsafe();
    return new ReadOutcome.Found(bytes, bytes.length, new Version(read.response().eTag()));
  }

  /** A store may send the whole object where it was asked for a part. */
  private Future<ReadOutcome> part(
      String name, ByteRange range, ResponseBytes<GetObjectResponse> read) {
    byte[] bytes = read.asByteArrayUnsafe();
    Version version = new Version(read.response().eTag());
    String contentRange = read.response().contentRange();
    if (contentRange != null) {
      Matcher matcher = CONTENT_RANGE.matcher(contentRange);
      return matcher.matches()
          ? Future.succeededFuture(
              new ReadOutcome.Found(bytes, Long.parseLong(matcher.group(1)), version))
          : Future.failedFuture(
              new StoreException(
                  Kind.PERMANENT, "S3 get of " + name + ": Content-Range " + contentRange, null));
    }
    if (range.offset() >= bytes.length) {
      return Future.succeededFuture(new ReadOutcome.Unsatisfiable(bytes.length));
    }
    int from = (int) range.offset();
    int to = from + (int) Math.min(range.length(), bytes.length - from);
    return Future.succeededFuture(
        new ReadOutcome.Found(Arrays.copyOfRange(bytes, from, to), bytes.length, version));
  }

  /** The answer to such a range does not tell the size in a way all stores share. */
  private Future<ReadOutcome> behindTheEnd(String name, ByteRange range) {
    return head(name)
        .compose(
            head -> {
              if (!(head instanceof HeadOutcome.Found found)) {
                return Future.succeededFuture(new ReadOutcome.Missing());
              }
              return range.offset() >= found.size()
                  ? Future.succeededFuture(new ReadOutcome.Unsatisfiable(found.size()))
                  : Future.failedFuture(
                      new StoreException(
                          Kind.TRANSIENT, "S3 get of " + name + ": replaced meanwhile", null));
            });
  }

  private static <T> Future<T> failed(String operation, String name, Throwable failure, T missing) {
    return S3Failures.isMissing(failure)
        ? Future.succeededFuture(missing)
        : Future.failedFuture(S3Failures.of(operation, name, failure));
  }
}
