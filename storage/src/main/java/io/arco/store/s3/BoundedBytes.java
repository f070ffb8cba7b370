package io.arco.store.s3;

import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Takes an object into memory: not if it is too large, and not if a part of it is missing. One for
 * each call; attempts of a call follow each other.
 */
final class BoundedBytes
    implements AsyncResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>> {
  private final AsyncResponseTransformer<GetObjectResponse, ResponseBytes<GetObjectResponse>>
      bytes = AsyncResponseTransformer.toBytes();
  private final int maxBytes;

  BoundedBytes(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletableFuture<ResponseBytes<GetObjectResponse>> prepare() {
    return bytes.prepare().thenApply(BoundedBytes::complete);
  }

  private static ResponseBytes<GetObjectResponse> complete(ResponseBytes<GetObjectResponse> read) {
    Long announced = read.response().contentLength();
    int got = read.asByteArrayUnsafe().length;
    if (announced != null && announced != got) {
      throw new StoreException(
          Kind.TRANSIENT, "S3 get: " + got + " bytes of " + announced + " came", null);
    }
    return read;
  }

  @Override
  public void onResponse(GetObjectResponse response) {
    if (response.contentLength() != null && response.contentLength() > maxBytes) {
      throw new StoreException(
          Kind.PERMANENT, "S3 get: an object of more than " + maxBytes + " bytes", null);
    }
    bytes.onResponse(response);
  }

  @Override
  public void onStream(SdkPublisher<ByteBuffer> publisher) {
    bytes.onStream(publisher);
  }

  @Override
  public void exceptionOccurred(Throwable error) {
    bytes.exceptionOccurred(error);
  }
}
