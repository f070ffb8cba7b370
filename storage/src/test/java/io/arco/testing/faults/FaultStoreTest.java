package io.arco.testing.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreProbe;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every fault does what its name says, and is counted. */
final class FaultStoreTest {
  private static final FaultProfile SOUND = FaultProfile.sound(10, 0);
  private static final Key KEY = new Key("a");
  private static final byte[] BYTES = "some bytes that are long enough".getBytes(UTF_8);
  private static final byte[] OTHERS = "others".getBytes(UTF_8);

  private final VirtualTime time = new VirtualTime();
  private final ObjectStore truth = new MemoryStore();
  private final FaultCounts counts = new FaultCounts();
  private final FaultStore store =
      new FaultStore(
          truth,
          time.scheduler(),
          time.scheduler(),
          time::nowMillis,
          new SplittableRandom(5),
          SOUND,
          counts);

  private void always(Fault fault) {
    store.become(SOUND.with(fault, 1));
  }

  private PutOutcome put() {
    return time.await(store.put(KEY, BYTES, Precondition.ABSENT));
  }

  private boolean isThere() {
    return time.await(truth.get(KEY)) instanceof ReadOutcome.Found;
  }

  private byte[] read() {
    return ((ReadOutcome.Found) time.await(store.get(KEY))).bytes();
  }

  private void fails(Future<?> call) {
    time.runUntil(call::isComplete);
    StoreException failure = assertInstanceOf(StoreException.class, call.cause());
    assertEquals(StoreException.Kind.TRANSIENT, failure.kind());
  }

  private void hasStruck(Fault fault) {
    assertEquals(EnumSet.of(fault), EnumSet.copyOf(counts.all().keySet()));
    assertTrue(counts.of(fault) > 0);
  }

  @Test
  void aSoundStoreTakesItsLatencyAndStrikesNever() {
    assertInstanceOf(PutOutcome.Written.class, put());
    assertEquals(10, time.nowMillis());
    assertArrayEquals(BYTES, read());
    assertEquals(20, time.nowMillis());
    assertTrue(counts.all().isEmpty());
  }

  @Test
  void latencyHasALongTail() {
    store.become(FaultProfile.sound(10, 1.5));
    for (int i = 0; i < 500; i++) {
      time.await(store.get(KEY));
    }
    hasStruck(Fault.LATENCY);
    assertTrue(counts.of(Fault.LATENCY) < 100);
    assertEquals(0, counts.total());
  }

  @Test
  void aResetBeforeLeavesNothingAndOneAfterLeavesTheObject() {
    always(Fault.RESET_BEFORE_APPLY);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    fails(store.get(KEY));
    fails(store.delete(KEY));
    time.run();
    assertFalse(isThere());
    hasStruck(Fault.RESET_BEFORE_APPLY);
    always(Fault.RESET_AFTER_APPLY);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    assertTrue(isThere());
    fails(store.delete(KEY));
    assertFalse(isThere());
    assertEquals(2, counts.of(Fault.RESET_AFTER_APPLY));
  }

  @Test
  void aLatePutLandsAfterItsCallerWasToldOfATimeout() {
    always(Fault.LATE_APPLY);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    assertFalse(isThere());
    time.run();
    assertTrue(isThere());
    assertTrue(time.nowMillis() <= FaultStore.MAX_LATE_MILLIS);
    hasStruck(Fault.LATE_APPLY);
  }

  @Test
  void aSecondCopyOfAConditionalPutLandsOnWhatIsEmptyAgain() {
    always(Fault.DUPLICATE_APPLY);
    assertInstanceOf(PutOutcome.Written.class, put());
    time.await(truth.delete(KEY));
    time.run();
    assertTrue(isThere());
    hasStruck(Fault.DUPLICATE_APPLY);
  }

  @Test
  void aPutIsRefusedBecauseOfItself() {
    always(Fault.PRECONDITION_FAILED_ON_OWN_RETRY);
    assertInstanceOf(PutOutcome.PreconditionFailed.class, put());
    assertTrue(isThere());
    hasStruck(Fault.PRECONDITION_FAILED_ON_OWN_RETRY);
  }

  @Test
  void aConflictAndABusyStoreDoNothing() {
    always(Fault.CONFLICT_409);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    hasStruck(Fault.CONFLICT_409);
    always(Fault.SLOW_DOWN_503);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    fails(store.get(KEY));
    fails(store.delete(KEY));
    fails(store.list(new Prefix(""), null, 10));
    time.run();
    assertFalse(isThere());
    assertEquals(4, counts.of(Fault.SLOW_DOWN_503));
  }

  @Test
  void aTruncatedReadAnswersABeginningAndACorruptOneOtherBytes() {
    put();
    always(Fault.TRUNCATED_READ);
    byte[] beginning = read();
    assertTrue(beginning.length < BYTES.length);
    assertArrayEquals(Arrays.copyOf(BYTES, beginning.length), beginning);
    hasStruck(Fault.TRUNCATED_READ);
    always(Fault.CORRUPT_READ);
    byte[] flipped = read();
    assertEquals(BYTES.length, flipped.length);
    assertFalse(Arrays.equals(BYTES, flipped));
    assertEquals(1, counts.of(Fault.CORRUPT_READ));
    store.heal();
    assertArrayEquals(BYTES, read());
  }

  @Test
  void aStalledCallGoesOnInTheEnd() {
    always(Fault.STALL);
    assertInstanceOf(PutOutcome.Written.class, put());
    assertTrue(time.nowMillis() > 1_000);
    hasStruck(Fault.STALL);
  }

  @Test
  void pagesOfListsFailEndEarlyOrLackEntries() {
    for (int i = 0; i < 10; i++) {
      time.await(store.put(new Key("k" + i), BYTES, Precondition.ABSENT));
    }
    always(Fault.LIST_PAGE_LOSS);
    int failed = 0;
    int early = 0;
    int lacking = 0;
    for (int i = 0; i < 50; i++) {
      Future<Listing> page = store.list(new Prefix(""), null, 100);
      time.runUntil(page::isComplete);
      failed += page.failed() ? 1 : 0;
      early += page.succeeded() && !page.result().complete() ? 1 : 0;
      boolean isWhole = page.succeeded() && page.result().complete();
      lacking += isWhole && page.result().entries().size() < 10 ? 1 : 0;
    }
    assertEquals(50, failed + early + lacking);
    assertTrue(failed > 0 && early > 0 && lacking > 0);
    hasStruck(Fault.LIST_PAGE_LOSS);
  }

  @Test
  void aStoreThatIgnoresPutIfAbsentIsRefusedAtStart() {
    always(Fault.IGNORES_PUT_IF_ABSENT);
    put();
    assertInstanceOf(
        PutOutcome.Written.class, time.await(store.put(KEY, OTHERS, Precondition.ABSENT)));
    assertArrayEquals(OTHERS, read());
    hasStruck(Fault.IGNORES_PUT_IF_ABSENT);
    Future<Void> probe = StoreProbe.check(store, new Prefix("probe/"), new SplittableRandom(1));
    time.runUntil(probe::isComplete);
    StoreException refused = assertInstanceOf(StoreException.class, probe.cause());
    assertEquals(StoreException.Kind.PERMANENT, refused.kind());
  }

  @Test
  void oneKeyIsOutOfReachForAWhileAndOthersAreNot() {
    always(Fault.KEY_UNAVAILABLE);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    store.become(SOUND);
    time.await(store.put(new Key("b"), BYTES, Precondition.ABSENT));
    long began = time.nowMillis();
    while (!(put() instanceof PutOutcome.Written)) {
      assertTrue(time.nowMillis() - began < 60_000);
    }
    assertNotEquals(began, time.nowMillis());
    hasStruck(Fault.KEY_UNAVAILABLE);
  }

  @Test
  void aNodeThatIsCutOffReachesNothing() {
    store.partition(60_000);
    assertInstanceOf(PutOutcome.Unknown.class, put());
    fails(store.get(KEY));
    fails(store.head(KEY));
    fails(store.delete(KEY));
    fails(store.list(new Prefix(""), null, 10));
    assertFalse(isThere());
    store.heal();
    assertInstanceOf(PutOutcome.Written.class, put());
    hasStruck(Fault.PARTITION);
  }

  @Test
  void oneSeedGivesOneCourseOfEvents() {
    assertEquals(course(7), course(7));
    assertNotEquals(course(7), course(8));
  }

  private static String course(long seed) {
    VirtualTime time = new VirtualTime();
    FaultCounts counts = new FaultCounts();
    FaultProfile profile = FaultProfile.sound(10, 1);
    for (Fault fault : Fault.values()) {
      profile = profile.with(fault, 0.05);
    }
    FaultStore store =
        new FaultStore(
            new MemoryStore(),
            time.scheduler(),
            time.scheduler(),
            time::nowMillis,
            new SplittableRandom(seed),
            profile,
            counts);
    StringBuilder course = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String name = "n" + i % 20;
      store
          .put(new Key(name), BYTES, Precondition.ABSENT)
          .onComplete(done -> course.append(name).append(time.nowMillis()).append(done.result()));
    }
    time.run();
    return course.append(counts.all()).toString();
  }
}
