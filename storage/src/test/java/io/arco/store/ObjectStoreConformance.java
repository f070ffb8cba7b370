package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.Precondition.Matches;
import io.arco.store.PutOutcome.PreconditionFailed;
import io.arco.store.PutOutcome.Written;
import io.arco.store.StoreException.Kind;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ObjectStore} promises. A store's test extends this and says how to open an
 * empty one.
 */
public abstract class ObjectStoreConformance {
  private static final int LARGE_BYTES = 8 * 1024 * 1024;

  /** The store under test, new and empty for each test. */
  protected ObjectStore store;

  /** Opens an empty store. */
  protected abstract ObjectStore open();

  /**
   * Whether a put in a race may end as {@link PutOutcome.Unknown}, the winner's too, as where a
   * network lies between.
   */
  protected boolean racesMayEndUnknown() {
    return false;
  }

  /** Keys that sort behind U+FF21: as UTF-16, the pair of U+10000 would sort before it. */
  protected List<String> lastInOrder() {
    return List.of(new String(Character.toChars(0x10000)));
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    Await.value(store.close());
  }

  @Test
  void anObjectIsReadAsItWasWritten() {
    Version version = written(put("a/b/c", "hello", Precondition.ABSENT));
    ReadOutcome.Found found = found(store.get(key("a/b/c")));
    assertEquals("hello", text(found));
    assertEquals(5, found.size());
    assertEquals(version, found.version());
    assertEquals(new HeadOutcome.Found(5, version), Await.value(store.head(key("a/b/c"))));
  }

  @Test
  void whatWasNeverWrittenIsMissing() {
    written(put("folder/object", "x", Precondition.ABSENT));
    for (String absent : List.of("nothing", "folder/nothing", "folder", "folder/object/below")) {
      assertMissing(absent);
      assertEquals(
          new ReadOutcome.Missing(), Await.value(store.get(key(absent), new ByteRange(0, 1))));
      assertEquals(new HeadOutcome.Missing(), Await.value(store.head(key(absent))));
    }
  }

  @Test
  void aRangeIsReadAndCutAtTheEnd() {
    Version version = written(put("ten", "0123456789", Precondition.NONE));
    assertEquals("0123", range("ten", 0, 4));
    assertEquals("456", range("ten", 4, 3));
    assertEquals("9", range("ten", 9, 1));
    assertEquals("789", range("ten", 7, 100));
    assertEquals("0123456789", range("ten", 0, Long.MAX_VALUE));
    ReadOutcome.Found part = found(store.get(key("ten"), new ByteRange(2, 2)));
    assertEquals(10, part.size());
    assertEquals(version, part.version());
  }

  @Test
  void aRangeThatBeginsAtTheEndOrBehindItIsUnsatisfiable() {
    written(put("ten", "0123456789", Precondition.NONE));
    for (long offset : new long[] {10, 11, Long.MAX_VALUE}) {
      assertEquals(
          new ReadOutcome.Unsatisfiable(10),
          Await.value(store.get(key("ten"), new ByteRange(offset, 1))));
    }
  }

  @Test
  void anEmptyObjectIsAnObject() {
    written(put("empty", "", Precondition.ABSENT));
    assertEquals("", text(found(store.get(key("empty")))));
    assertEquals(
        new ReadOutcome.Unsatisfiable(0),
        Await.value(store.get(key("empty"), new ByteRange(0, 1))));
    assertInstanceOf(PreconditionFailed.class, put("empty", "x", Precondition.ABSENT));
    assertEquals(List.of("empty"), listed(Prefix.ROOT));
  }

  @Test
  void aPutIfAbsentIsRefusedWhereThereIsAnObject() {
    written(put("a", "first", Precondition.ABSENT));
    assertInstanceOf(PreconditionFailed.class, put("a", "second", Precondition.ABSENT));
    assertInstanceOf(PreconditionFailed.class, put("a", "first", Precondition.ABSENT));
    assertEquals("first", read("a"));
  }

  @Test
  void aPutWithoutPreconditionReplaces() {
    Version first = written(put("a", "first", Precondition.NONE));
    Version second = written(put("a", "second", Precondition.NONE));
    assertNotEquals(first, second);
    assertEquals("second", read("a"));
    assertEquals(second, found(store.get(key("a"))).version());
  }

  @Test
  void aPutThatMatchesReplacesThatVersionOnly() {
    Version first = written(put("a", "first", Precondition.ABSENT));
    if (!store.supportsMatches()) {
      StoreException refused =
          assertInstanceOf(
              StoreException.class,
              Await.failure(store.put(key("a"), bytes("x"), new Matches(first))));
      assertEquals(Kind.PERMANENT, refused.kind());
      return;
    }
    Version second = written(put("a", "second", new Matches(first)));
    assertInstanceOf(PreconditionFailed.class, put("a", "third", new Matches(first)));
    assertEquals("second", read("a"));
    assertInstanceOf(PreconditionFailed.class, put("nothing", "x", new Matches(second)));
    assertMissing("nothing");
    Await.value(store.delete(key("a")));
    assertInstanceOf(PreconditionFailed.class, put("a", "x", new Matches(second)));
    assertMissing("a");
  }

  @Test
  void aDeleteRemovesAndMayBeRepeated() {
    written(put("a/b", "x", Precondition.ABSENT));
    written(put("a/c", "y", Precondition.ABSENT));
    Await.value(store.delete(key("a/b")));
    assertMissing("a/b");
    assertEquals(List.of("a/c"), listed(Prefix.ROOT));
    Await.value(store.delete(key("a/b")));
    Await.value(store.delete(key("never/there")));
    Await.value(store.delete(key("a")));
    assertEquals("y", read("a/c"));
    written(put("a/b", "again", Precondition.ABSENT));
    assertEquals("again", read("a/b"));
  }

  @Test
  void aVersionIsNeverUsedAgainForOtherBytes() {
    Map<Version, String> contents = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String first = i % 2 == 0 ? "even" : "odd!";
      String second = "now " + i;
      assertSameContent(contents, written(put("a", first, Precondition.ABSENT)), first);
      assertSameContent(contents, written(put("a", second, Precondition.NONE)), second);
      Await.value(store.delete(key("a")));
    }
  }

  /** The same bytes may have the same version, as where it is a hash of them. */
  private static void assertSameContent(
      Map<Version, String> contents, Version version, String content) {
    String other = contents.putIfAbsent(version, content);
    assertTrue(other == null || other.equals(content), version + ": " + other + ", " + content);
  }

  @Test
  void aListIsInTheOrderOfUtf8AndKeepsSiblingsApart() {
    List<String> ordered =
        new ArrayList<>(
            List.of(
                "a-b/1", "a-b/2", "a.txt", "a/1", "a/b-c", "a/b/1", "a/b/2", "a/bc", "a0", "ab/1",
                "b", "é", "\uE000", "\uFF21"));
    ordered.addAll(lastInOrder());
    for (String each : Seeds.of("list order").shuffled(ordered)) {
      written(put(each, each, Precondition.ABSENT));
    }
    assertEquals(ordered, listed(Prefix.ROOT));
    assertEquals(List.of("a/1", "a/b-c", "a/b/1", "a/b/2", "a/bc"), listed(new Prefix("a/")));
    assertEquals(List.of("a/b/1", "a/b/2"), listed(new Prefix("a/b/")));
    assertEquals(List.of("ab/1"), listed(new Prefix("ab/")));
    assertEquals(List.of("a-b/1", "a-b/2"), listed(new Prefix("a-b/")));
    assertEquals(List.of(), listed(new Prefix("b/")));
    assertEquals(List.of(), listed(new Prefix("nothing/")));
  }

  @Test
  void aListBeginsBehindAnyText() {
    for (String each : List.of("a/1", "b-c/1", "b/1", "b/2", "c/1")) {
      written(put(each, each, Precondition.ABSENT));
    }
    Map<String, List<String>> behind = new HashMap<>();
    behind.put("a/0", List.of("b/1", "b/2"));
    behind.put("b", List.of("b/1", "b/2"));
    behind.put("b/1", List.of("b/2"));
    behind.put("b/1/x", List.of("b/2"));
    behind.put("b/15", List.of("b/2"));
    behind.put("b/2", List.of());
    behind.put("c", List.of());
    behind.forEach(
        (after, expected) -> {
          Listing page = Await.value(store.list(new Prefix("b/"), key(after), 10));
          assertEquals(expected, texts(page), "after " + after);
          assertTrue(page.complete());
        });
  }

  @Test
  void pagesOfAnySizeMakeTheSameList() {
    Seeds seeds = Seeds.of("pages");
    TreeSet<Key> all = new TreeSet<>();
    while (all.size() < 120) {
      String folder = seeds.oneOf(List.of("", "a/", "a-/", "a/b/", "ab/", "b/c/d/"));
      all.add(key(folder + "f" + seeds.name(3)));
    }
    all.forEach(key -> written(put(key.text(), key.text(), Precondition.ABSENT)));
    List<String> expected = all.stream().map(Key::text).toList();
    for (int limit : new int[] {1, 2, 7, 119, 120, 121, Listing.MAX_LIMIT}) {
      assertEquals(expected, listed(Prefix.ROOT, limit), "limit " + limit);
    }
    Listing full = Await.value(store.list(Prefix.ROOT, null, 120));
    assertTrue(full.complete(), "nothing lies behind the last entry");
    assertFalse(Await.value(store.list(Prefix.ROOT, null, 119)).complete());
    full.entries().forEach(entry -> assertEquals(entry.key().text().length(), entry.size()));
  }

  @Test
  void aPageIsNeverLargerThanItsLimit() {
    List<Future<PutOutcome>> puts = new ArrayList<>();
    for (int i = 0; i <= Listing.MAX_LIMIT; i++) {
      puts.add(store.put(key("n/%04d".formatted(i)), bytes("x"), Precondition.ABSENT));
    }
    puts.forEach(put -> written(Await.value(put)));
    Listing page = Await.value(store.list(new Prefix("n/"), null, Listing.MAX_LIMIT));
    assertEquals(Listing.MAX_LIMIT, page.entries().size());
    assertFalse(page.complete());
    assertThrows(IllegalArgumentException.class, () -> store.list(Prefix.ROOT, null, 0));
    assertThrows(
        IllegalArgumentException.class, () -> store.list(Prefix.ROOT, null, Listing.MAX_LIMIT + 1));
  }

  @Test
  void ofManyConcurrentWritersOfOneKeyExactlyOneWins() {
    int writers = 32;
    for (int round = 0; round < 20; round++) {
      Key key = key("race/" + round);
      List<Future<PutOutcome>> puts = inParallel(writers, key);
      puts.forEach(Await::value);
      int told = 0;
      String holder = read(key.text());
      for (int i = 0; i < writers; i++) {
        PutOutcome outcome = Await.value(puts.get(i));
        boolean holds = holder.equals("writer " + i);
        if (outcome instanceof PutOutcome.Unknown) {
          assertTrue(racesMayEndUnknown(), outcome::toString);
        } else {
          assertEquals(holds, outcome instanceof Written, "writer " + i + ": " + outcome);
          told += holds ? 1 : 0;
        }
      }
      assertTrue(told == 1 || racesMayEndUnknown(), "winners of round " + round + ": " + told);
    }
  }

  @Test
  void ofManyConcurrentSwapsOfOneVersionExactlyOneWins() {
    if (!store.supportsMatches()) {
      return;
    }
    Version version = written(put("counter", "0", Precondition.ABSENT));
    for (int round = 1; round <= 20; round++) {
      List<Future<PutOutcome>> puts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        puts.add(store.put(key("counter"), bytes(round + "/" + i), new Matches(version)));
      }
      List<PutOutcome> won =
          puts.stream().map(Await::value).filter(Written.class::isInstance).toList();
      assertTrue(won.size() == 1 || (won.isEmpty() && racesMayEndUnknown()), "winners of " + round);
      ReadOutcome.Found holder = found(store.get(key("counter")));
      assertTrue(text(holder).startsWith(round + "/"), text(holder));
      version = holder.version();
      if (!won.isEmpty()) {
        assertEquals(version, written(won.get(0)));
      }
    }
  }

  @Test
  void aLargeObjectIsWholeAndItsPartsAreRight() {
    byte[] large = Seeds.of("large object").bytes(LARGE_BYTES);
    written(Await.value(store.put(key("large"), large, Precondition.ABSENT)));
    assertArrayEquals(large, found(store.get(key("large"))).bytes());
    int from = 3 * 1024 * 1024 + 1;
    ReadOutcome.Found part = found(store.get(key("large"), new ByteRange(from, 1_000_003)));
    assertArrayEquals(Arrays.copyOfRange(large, from, from + 1_000_003), part.bytes());
    assertEquals(LARGE_BYTES, part.size());
  }

  @Test
  void readersNeverSeeAPartOfAWrite() throws InterruptedException {
    Key key = key("replaced");
    written(Await.value(store.put(key, filled(0), Precondition.NONE)));
    AtomicBoolean writing = new AtomicBoolean(true);
    CountDownLatch begun = new CountDownLatch(1);
    Map<Version, Byte> contents = new HashMap<>();
    List<AssertionError> torn = new ArrayList<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (writing.get()) {
                  ReadOutcome.Found found = found(store.get(key));
                  begun.countDown();
                  assertArrayEquals(filled(found.bytes()[0]), found.bytes());
                  assertEquals(found.bytes().length, found.size());
                  Byte other = contents.putIfAbsent(found.version(), found.bytes()[0]);
                  assertTrue(
                      other == null || other == found.bytes()[0], "one version, one content");
                }
              } catch (AssertionError e) {
                torn.add(e);
                begun.countDown();
              }
            });
    reader.start();
    Await.latch("the reader reads", begun);
    for (int i = 1; i < 100; i++) {
      written(Await.value(store.put(key, filled((byte) i), Precondition.NONE)));
    }
    writing.set(false);
    reader.join();
    assertEquals(List.of(), torn);
  }

  @Test
  void everyCallOnAClosedStoreFails() {
    Await.value(store.close());
    Key key = key("a");
    List<Future<?>> calls =
        List.of(
            store.get(key),
            store.get(key, new ByteRange(0, 1)),
            store.head(key),
            store.put(key, bytes("x"), Precondition.ABSENT),
            store.delete(key),
            store.list(Prefix.ROOT, null, 1));
    for (Future<?> call : calls) {
      StoreException failure = assertInstanceOf(StoreException.class, Await.failure(call));
      assertEquals(Kind.PERMANENT, failure.kind());
    }
    Await.value(store.close());
  }

  @Test
  void theProbePassesAndLeavesNothing() {
    Await.value(StoreProbe.check(store, new Prefix("p/"), Seeds.of("probe").random()));
    assertEquals(List.of(), listed(Prefix.ROOT));
  }

  /** The key of this text. */
  protected static Key key(String text) {
    return new Key(text);
  }

  /** The text's bytes. */
  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Puts, and waits for the outcome. */
  protected final PutOutcome put(String key, String content, Precondition precondition) {
    return Await.value(store.put(key(key), bytes(content), precondition));
  }

  /** The version written; fails the test on any other outcome. */
  protected static Version written(PutOutcome outcome) {
    return assertInstanceOf(Written.class, outcome).version();
  }

  /** The object as a text; fails the test if there is none. */
  protected final String read(String key) {
    return text(found(store.get(key(key))));
  }

  /** Fails the test if there is such an object. */
  protected final void assertMissing(String key) {
    assertEquals(new ReadOutcome.Missing(), Await.value(store.get(key(key))));
  }

  /** The texts of all keys under the prefix. */
  protected final List<String> listed(Prefix prefix) {
    return listed(prefix, Listing.MAX_LIMIT);
  }

  private List<String> listed(Prefix prefix, int limit) {
    List<String> all = new ArrayList<>();
    Key after = null;
    Listing page;
    do {
      page = Await.value(store.list(prefix, after, limit));
      assertTrue(page.entries().size() <= limit);
      assertTrue(page.complete() || page.entries().size() == limit, "only the last page is short");
      all.addAll(texts(page));
      after = page.complete() ? null : page.entries().get(page.entries().size() - 1).key();
    } while (!page.complete());
    return all;
  }

  private List<Future<PutOutcome>> inParallel(int writers, Key key) {
    List<Future<PutOutcome>> puts = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < writers; i++) {
      Promise<PutOutcome> promise = Promise.promise();
      puts.add(promise.future());
      byte[] content = bytes("writer " + i);
      threads.add(
          new Thread(
              () -> {
                Await.latch("all are ready", start);
                store.put(key, content, Precondition.ABSENT).onComplete(promise);
              }));
    }
    threads.forEach(Thread::start);
    start.countDown();
    return puts;
  }

  private String range(String key, long offset, long length) {
    return text(found(store.get(key(key), new ByteRange(offset, length))));
  }

  private static ReadOutcome.Found found(Future<ReadOutcome> read) {
    return assertInstanceOf(ReadOutcome.Found.class, Await.value(read));
  }

  private static String text(ReadOutcome.Found found) {
    return new String(found.bytes(), UTF_8);
  }

  private static List<String> texts(Listing page) {
    return page.entries().stream().map(entry -> entry.key().text()).toList();
  }

  private static byte[] filled(int with) {
    byte[] bytes = new byte[50_000 + with];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }
}
