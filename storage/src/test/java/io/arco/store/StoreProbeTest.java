package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.StoreException.Kind;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class StoreProbeTest {
  private final MemoryStore memory = new MemoryStore();

  @Test
  void aStoreThatOverwritesIsRefusedAndLeftClean() {
    StoreException failure =
        probe(
            new ForwardingStore(memory) {
              @Override
              public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
                return super.put(key, bytes, Precondition.NONE);
              }
            });
    assertBroken(failure, "second put-if-absent");
  }

  @Test
  void aStoreThatClaimsARefusalAndOverwritesIsRefused() {
    StoreException failure =
        probe(
            new ForwardingStore(memory) {
              @Override
              public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
                return super.put(key, bytes, precondition)
                    .compose(
                        outcome ->
                            super.put(key, bytes, Precondition.NONE).map(ignored -> outcome));
              }
            });
    assertBroken(failure, "bytes of the winner");
  }

  @Test
  void aStoreThatDoesNotSeeItsWritesIsRefused() {
    StoreException failure =
        probe(
            new ForwardingStore(memory) {
              @Override
              public Future<ReadOutcome> get(Key key) {
                return Future.succeededFuture(new ReadOutcome.Missing());
              }
            });
    assertBroken(failure, "read after a put");
  }

  @Test
  void aStoreThatDoesNotDeleteIsRefused() {
    StoreException failure =
        probe(
            new ForwardingStore(memory) {
              @Override
              public Future<Void> delete(Key key) {
                return Future.succeededFuture();
              }
            });
    assertEquals(Kind.PERMANENT, failure.kind());
    assertTrue(failure.getMessage().contains("read after a delete"), failure.getMessage());
  }

  @Test
  void aStoreThatDoesNotAnswerIsTransient() {
    StoreException failure =
        probe(
            new ForwardingStore(memory) {
              @Override
              public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
                return Future.succeededFuture(new PutOutcome.Unknown("a reset"));
              }
            });
    assertEquals(Kind.TRANSIENT, failure.kind());
    assertTrue(failure.getMessage().contains("a reset"), failure.getMessage());
  }

  private static StoreException probe(ObjectStore store) {
    Future<Void> check = StoreProbe.check(store, new Prefix("probe/"), Seeds.of("probe").random());
    return assertInstanceOf(StoreException.class, Await.failure(check));
  }

  private void assertBroken(StoreException failure, String promise) {
    assertEquals(Kind.PERMANENT, failure.kind());
    assertTrue(failure.getMessage().contains(promise), failure.getMessage());
    assertEquals(0, Await.value(memory.list(Prefix.ROOT, null, 10)).entries().size());
  }
}
