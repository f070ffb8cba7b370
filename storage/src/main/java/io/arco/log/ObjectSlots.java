package io.arco.log;

import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Slots that are objects {@code {folder}{n:020}.json}.
 *
 * @param store where
 * @param folder the folder that holds nothing but this log (and hints to it)
 */
public record ObjectSlots(ObjectStore store, Prefix folder) implements Slots {
  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    return store.put(key(n), bytes, Precondition.ABSENT);
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    return store
        .get(key(n))
        .map(
            outcome ->
                outcome instanceof ReadOutcome.Found found
                    ? Optional.of(found.bytes())
                    : Optional.empty());
  }

  @Override
  public String nameOf(long n) {
    String text = folder.text();
    int folderName = text.lastIndexOf('/', text.length() - 2) + 1;
    return text.substring(folderName) + fileName(n);
  }

  private Key key(long n) {
    return folder.key(fileName(n));
  }

  /** The file name of entry {@code n}: twenty digits, so that names sort as numbers do. */
  public static String fileName(long n) {
    return String.format("%020d.json", n);
  }
}
