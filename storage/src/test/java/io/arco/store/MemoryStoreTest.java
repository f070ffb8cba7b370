package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends ObjectStoreConformance {
  @Override
  protected ObjectStore open() {
    return new MemoryStore();
  }

  @Test
  void futuresCompleteOnTheExecutorHandedIn() {
    VirtualTime time = new VirtualTime();
    MemoryStore simulated = new MemoryStore(time.scheduler());
    Future<ReadOutcome> read = simulated.get(key("a"));
    assertFalse(read.isComplete());
    assertEquals(new ReadOutcome.Missing(), time.await(read));
  }
}
