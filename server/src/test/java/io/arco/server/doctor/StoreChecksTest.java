package io.arco.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.store.ByteRange;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each broken promise is found, by the check that is there for it. */
class StoreChecksTest {
  private static final class Kept extends ForwardingStore {
    Kept() {
      super(new MemoryStore());
    }
  }

  @Test
  void aStoreThatKeepsAllItsPromisesIsFit() {
    assertEquals(List.of(), broken(new Kept()));
  }

  @Test
  void aStoreThatIgnoresPutIfAbsentIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
            return super.put(
                key,
                bytes,
                precondition instanceof Precondition.Absent ? Precondition.NONE : precondition);
          }
        };
    assertEquals(List.of("put if absent", "race of writers"), broken(store));
  }

  @Test
  void aStoreThatTellsTheLoserThatHeHasWonIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
            return super.put(key, bytes, precondition)
                .compose(
                    outcome ->
                        outcome instanceof PutOutcome.PreconditionFailed
                                && key.text().contains("race")
                            ? head(key).map(head -> new PutOutcome.Written(null))
                            : Future.succeededFuture(outcome));
          }
        };
    assertEquals(List.of("race of writers"), broken(store));
  }

  @Test
  void aStoreThatIgnoresPutIfMatchIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
            return super.put(
                key,
                bytes,
                precondition instanceof Precondition.Matches ? Precondition.NONE : precondition);
          }
        };
    assertEquals(List.of("put if match"), broken(store));
  }

  @Test
  void aStoreThatReadsWhatWasThereBeforeIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          private ReadOutcome first;

          @Override
          public Future<ReadOutcome> get(Key key) {
            if (!key.text().contains("seen")) {
              return super.get(key);
            }
            return super.get(key)
                .map(
                    read -> {
                      first = first == null ? read : first;
                      return first;
                    });
          }
        };
    assertEquals(List.of("read after write"), broken(store));
  }

  @Test
  void aStoreThatListsOutOfOrderIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public Future<Listing> list(Prefix prefix, Key after, int limit) {
            return super.list(prefix, after, limit)
                .map(
                    page -> {
                      List<Listing.Entry> turned = new ArrayList<>(page.entries());
                      Collections.reverse(turned);
                      return new Listing(turned, true);
                    });
          }
        };
    assertEquals(List.of("order of lists"), broken(store));
  }

  @Test
  void aStoreThatSendsTheWholeForAPartIsFound() {
    ObjectStore store =
        new ForwardingStore(new MemoryStore()) {
          @Override
          public Future<ReadOutcome> get(Key key, ByteRange range) {
            return super.get(key);
          }
        };
    assertEquals(List.of("ranges"), broken(store));
  }

  private static List<String> broken(ObjectStore store) {
    return Await.value(new StoreChecks(store, new Prefix("checks/"), 4, 2).run()).stream()
        .filter(check -> !check.ok())
        .map(Check::name)
        .toList();
  }
}
