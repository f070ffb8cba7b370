package io.arco.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.Prefix;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists a bucket: S3 gives names in the order of their UTF-8 bytes, which is the order of keys.
 * Objects that can't be ours, such as the {@code folder/} that consoles make, are left out.
 *
 * @param client tries again by itself
 * @param location the bucket and the folder of the store
 * @param limits times
 */
record S3Lists(S3AsyncClient client, S3Location location, S3Limits limits) {
  /** One page; see {@link io.arco.store.ObjectStore#list}. */
  Future<Listing> page(Prefix prefix, Key afterOrNull, int limit) {
    boolean behind = afterOrNull != null && isBehind(afterOrNull.text(), prefix.text());
    String after = behind ? location.prefix().text() + afterOrNull.text() : null;
    return more(prefix, after, null, limit, new ArrayList<>(), 1);
  }

  /** Whether one sorts behind the other; else it cuts nothing off. */
  private static boolean isBehind(String text, String other) {
    return Arrays.compareUnsigned(text.getBytes(UTF_8), other.getBytes(UTF_8)) > 0;
  }

  private Future<Listing> more(
      Prefix prefix,
      String afterOrNull,
      String tokenOrNull,
      int limit,
      List<Listing.Entry> entries,
      int pages) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(location.bucket())
            .prefix(location.prefix().text() + prefix.text())
            .startAfter(afterOrNull)
            .continuationToken(tokenOrNull)
            .maxKeys(limit - entries.size())
            .encodingType(EncodingType.URL)
            .overrideConfiguration(S3Reads.timeouts(limits, 0))
            .build();
    return S3Store.future(() -> client.listObjectsV2(request))
        .recover(failure -> Future.failedFuture(S3Failures.of("list", request.prefix(), failure)))
        .compose(
            answer -> {
              answer.contents().forEach(object -> add(object, entries));
              if (!Boolean.TRUE.equals(answer.isTruncated())) {
                return Future.succeededFuture(new Listing(entries, true));
              }
              if (entries.size() >= limit) {
                return Future.succeededFuture(new Listing(entries, false));
              }
              return pages < S3Limits.MAX_PAGES
                  ? more(prefix, null, answer.nextContinuationToken(), limit, entries, pages + 1)
                  : Future.failedFuture(
                      new StoreException(
                          Kind.PERMANENT,
                          "S3 list of " + request.prefix() + ": full of what is not Arco's",
                          null));
            });
  }

  private void add(S3Object object, List<Listing.Entry> entries) {
    try {
      Key key = new Key(object.key().substring(location.prefix().text().length()));
      entries.add(new Listing.Entry(key, object.size()));
    } catch (IllegalArgumentException e) {
      // No key of ours has such a name.
      return;
    }
  }
}
