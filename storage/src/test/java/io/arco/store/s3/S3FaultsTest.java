package io.arco.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.log.Backoff;
import io.arco.log.Decided;
import io.arco.log.NumberedLog;
import io.arco.log.ObjectSlots;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.arco.store.StoreProbe;
import io.arco.store.Version;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.arco.testing.s3.S3Fault;
import io.arco.testing.s3.S3TestServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store in a bucket answers when the server or the connection fails. */
class S3FaultsTest {
  private static final Key KEY = new Key("a/b");
  private static final byte[] BYTES = "what was put".getBytes(UTF_8);
  private static S3TestServer server;

  private S3World world;
  private S3Store store;

  @BeforeAll
  static void start() {
    server = S3TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    open(S3World.LIMITS);
  }

  private void open(S3Limits limits) {
    world = new S3World(S3Location.parse(server.newStore()), limits);
    store = world.store();
  }

  /** A fault that hangs is met by a store that does not wait long. */
  private void openFor(S3Fault fault) {
    if (fault == S3Fault.STALL_AFTER) {
      openImpatient();
    }
  }

  private void openImpatient() {
    world.close();
    open(S3World.IMPATIENT);
  }

  @AfterEach
  void close() {
    server.ignoresConditions(false);
    world.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACCESS_DENIED", "NOT_IMPLEMENTED"})
  void aPutThatIsNotAnsweredForCertainIsUnknownAndIsSentOnce(S3Fault fault) {
    openFor(fault);
    int before = server.requests("PUT");
    server.failNext("PUT", fault);
    PutOutcome outcome = Await.value(store.put(KEY, BYTES, Precondition.ABSENT));
    if (fault == S3Fault.TRUNCATED) {
      // The answer to a put has no body that could be cut.
      assertInstanceOf(PutOutcome.Written.class, outcome);
    } else {
      assertInstanceOf(PutOutcome.Unknown.class, outcome);
    }
    assertEquals(1, server.requests("PUT") - before);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACCESS_DENIED", "NOT_IMPLEMENTED"})
  void aNumberedLogFindsOutWhatBecameOfAnUnknownPut(S3Fault fault) {
    openFor(fault);
    if (fault == S3Fault.TRUNCATED) {
      // Of a refusal that is cut off, the client waits for the rest.
      openImpatient();
    }
    ObjectSlots slots = new ObjectSlots(store, new Prefix("log/"));
    NumberedLog log = new NumberedLog(slots, world.runtime(), Backoff.DEFAULT, 1);
    server.failNext("PUT", fault, fault);
    assertEquals(new Decided.Won(), Await.value(append(log, 1, BYTES)));
    assertArrayEquals(BYTES, Await.value(slots.get(1)).orElseThrow());
    server.failNext("PUT", fault);
    Decided second = Await.value(append(log, 1, "of another".getBytes(UTF_8)));
    assertArrayEquals(BYTES, assertInstanceOf(Decided.Lost.class, second).winner());
    assertEquals(Optional.empty(), Await.value(slots.get(2)));
  }

  private Future<Decided> append(NumberedLog log, long n, byte[] bytes) {
    Promise<Decided> decided = Promise.promise();
    world.runtime().scheduler().execute(() -> log.append(n, bytes, Hash.NONE).onComplete(decided));
    return decided.future();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCESS_DENIED", "NOT_IMPLEMENTED"})
  void aPutThatIsRefusedBeforehandFailsForGood(S3Fault fault) {
    server.failNext("PUT", fault);
    assertPermanent(store.put(KEY, BYTES, Precondition.ABSENT));
    assertEquals(new ReadOutcome.Missing(), Await.value(store.get(KEY)));
  }

  @Test
  void aMatchOfWhatIsNotThereIsAPreconditionThatFailed() {
    Precondition match = new Precondition.Matches(new Version("\"0123456789abcdef\""));
    assertEquals(new PutOutcome.PreconditionFailed(), Await.value(store.put(KEY, BYTES, match)));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ACCESS_DENIED", "NOT_IMPLEMENTED", "CONFLICT"})
  void aReadIsTriedAgain(S3Fault fault) {
    openFor(fault);
    put();
    int before = server.requests("GET");
    server.failNext("GET", fault, fault);
    ReadOutcome.Found found =
        assertInstanceOf(ReadOutcome.Found.class, Await.value(store.get(KEY)));
    assertArrayEquals(BYTES, found.bytes());
    assertEquals(3, server.requests("GET") - before);
  }

  @Test
  void aReadEndsAfterAllItsAttempts() {
    put();
    S3Fault[] all = new S3Fault[S3World.LIMITS.readAttempts()];
    Arrays.fill(all, S3Fault.SLOW_DOWN);
    int before = server.requests("GET");
    server.failNext("GET", all);
    assertEquals(Kind.TRANSIENT, failure(store.get(KEY)).kind());
    assertEquals(all.length, server.requests("GET") - before);
  }

  @Test
  void listsLooksAndDeletesAreTriedAgain() {
    put();
    server.failNext("GET", S3Fault.SLOW_DOWN, S3Fault.RESET_BEFORE);
    assertEquals(1, Await.value(store.list(Prefix.ROOT, null, 10)).entries().size());
    server.failNext("HEAD", S3Fault.INTERNAL_ERROR);
    assertInstanceOf(HeadOutcome.Found.class, Await.value(store.head(KEY)));
    server.failNext("DELETE", S3Fault.RESET_AFTER, S3Fault.INTERNAL_ERROR);
    Await.value(store.delete(KEY));
    assertEquals(new HeadOutcome.Missing(), Await.value(store.head(KEY)));
  }

  @Test
  void accessThatIsDeniedIsNoAbsence() {
    server.failNext("GET", S3Fault.ACCESS_DENIED);
    assertPermanent(store.get(KEY));
    server.failNext("HEAD", S3Fault.ACCESS_DENIED);
    assertPermanent(store.head(KEY));
  }

  @Test
  void anObjectThatIsTooLargeIsNeitherWrittenNorRead() {
    byte[] large = new byte[S3World.LIMITS.maxObjectBytes() + 1];
    assertPermanent(store.put(KEY, large, Precondition.NONE));
    assertEquals(new HeadOutcome.Missing(), Await.value(store.head(KEY)));
    byte[] largest = Seeds.of("largest object").bytes(S3World.LIMITS.maxObjectBytes());
    assertInstanceOf(
        PutOutcome.Written.class, Await.value(store.put(KEY, largest, Precondition.NONE)));
    assertArrayEquals(largest, ((ReadOutcome.Found) Await.value(store.get(KEY))).bytes());
  }

  @Test
  void aKeyThatIsTooLongInTheBucketIsRefused() {
    String segment = "k".repeat(Key.MAX_SEGMENT_BYTES);
    Key longest = new Key(segment + "/" + segment + "/" + segment + "/" + segment);
    assertPermanent(store.put(longest, BYTES, Precondition.NONE));
  }

  @Test
  void aBucketThatIsNotThereIsNamedAndIsNoAbsence() {
    String nowhere = server.store("nowhere");
    try (S3World other = new S3World(nowhere)) {
      assertPermanent(other.store().get(KEY));
      assertPermanent(other.store().list(Prefix.ROOT, null, 1));
      StoreException put = failure(other.store().put(KEY, BYTES, Precondition.ABSENT));
      assertEquals(Kind.PERMANENT, put.kind());
      assertTrue(put.getMessage().contains("NoSuchBucket"), put.getMessage());
    }
  }

  @Test
  void aStoreThatIgnoresConditionsDoesNotPassTheProbe() {
    server.ignoresConditions(true);
    StoreException unfit =
        failure(StoreProbe.check(store, new Prefix("probe/"), Seeds.of("probe").random()));
    assertEquals(Kind.PERMANENT, unfit.kind());
    assertTrue(unfit.getMessage().contains("put-if-absent"), unfit.getMessage());
    assertTrue(Await.value(store.list(Prefix.ROOT, null, 10)).entries().isEmpty());
  }

  private void put() {
    assertInstanceOf(
        PutOutcome.Written.class, Await.value(store.put(KEY, BYTES, Precondition.ABSENT)));
  }

  private static StoreException failure(Future<?> call) {
    return assertInstanceOf(StoreException.class, Await.failure(call));
  }

  private static void assertPermanent(Future<?> call) {
    StoreException failure = failure(call);
    assertEquals(Kind.PERMANENT, failure.kind(), failure.getMessage());
  }
}
