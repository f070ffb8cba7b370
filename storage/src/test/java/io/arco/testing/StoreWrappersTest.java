package io.arco.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.store.ByteRange;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.ObjectStoreConformance;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The stores that tests wrap around others keep what a store promises. */
class StoreWrappersTest {
  @Nested
  class Recording extends ObjectStoreConformance {
    @Override
    protected ObjectStore open() {
      return new RecordingStore(new MemoryStore());
    }
  }

  @Nested
  class Delayed extends ObjectStoreConformance {
    @Override
    protected ObjectStore open() {
      return new DelayStore(new MemoryStore(), 1);
    }
  }

  @Test
  void everyCallIsCountedAndEveryChangeKnowsItsRole() {
    RecordingStore store = new RecordingStore(new MemoryStore());
    Key a = new Key("a");
    Key b = new Key("b");
    RecordingStore ledger = store.role("ledger");
    Await.value(ledger.put(a, "four".getBytes(UTF_8), Precondition.ABSENT));
    Await.value(ledger.put(a, "four".getBytes(UTF_8), Precondition.ABSENT));
    Await.value(store.role("collector").delete(b));
    StoreCounts before = store.counts();
    Await.value(store.get(a));
    Await.value(store.get(a, new ByteRange(1, 2)));
    Await.value(store.get(b));
    Await.value(store.head(a));
    Await.value(store.list(Prefix.ROOT, null, 1));
    assertEquals(new StoreCounts(0, 0, 2, 1, 0, 0, 8), before);
    assertEquals(new StoreCounts(3, 1, 0, 0, 1, 6, 0), store.counts().minus(before));
    assertEquals(8, store.counts().calls());
    assertEquals(Map.of("ledger", Set.of(a), "collector", Set.of(b)), store.changedByRole());
  }
}
