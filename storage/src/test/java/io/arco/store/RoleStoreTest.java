package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.StoreException.Kind;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleStoreTest {
  private final MemoryStore all = new MemoryStore();
  private final RoleStore compactor =
      new RoleStore(
          all, "compactor", Set.of(new Prefix("w/tables/")), Set.of(key("w/snapshots/hint")));

  @Test
  void aRoleWritesAndDeletesWhereItMay() {
    for (String each : List.of("w/tables/a", "w/tables/b/c", "w/snapshots/hint")) {
      written(Await.value(compactor.put(key(each), bytes("x"), Precondition.ABSENT)));
      Await.value(compactor.delete(key(each)));
    }
  }

  @Test
  void aRoleMayDeleteWhereItMayNotWrite() {
    RoleStore collector =
        new RoleStore(
            all,
            "compactor",
            Set.of(new Prefix("w/kept/")),
            Set.of(),
            Set.of(new Prefix("w/journal/")));
    written(Await.value(all.put(key("w/journal/1"), bytes("x"), Precondition.ABSENT)));
    assertRefused("w/journal/2", collector.put(key("w/journal/2"), bytes("y"), Precondition.NONE));
    Await.value(collector.delete(key("w/journal/1")));
    written(Await.value(collector.put(key("w/kept/1"), bytes("x"), Precondition.ABSENT)));
    assertRefused("w/kept/1", collector.delete(key("w/kept/1")));
  }

  @Test
  void aRoleIsRefusedAnywhereElseAndNothingChanges() {
    Key journal = key("w/journal/1");
    written(Await.value(all.put(journal, bytes("x"), Precondition.ABSENT)));
    for (String each : List.of("w/journal/1", "w/tables", "w/tables-2/a", "w/snapshots/hint2")) {
      for (Precondition any : List.of(Precondition.NONE, Precondition.ABSENT)) {
        assertRefused(each, compactor.put(key(each), bytes("y"), any));
      }
      assertRefused(each, compactor.delete(key(each)));
    }
    assertEquals(1, Await.value(all.list(Prefix.ROOT, null, 10)).entries().size());
    assertInstanceOf(ReadOutcome.Found.class, Await.value(compactor.get(journal)));
    assertInstanceOf(
        ReadOutcome.Found.class, Await.value(compactor.get(journal, new ByteRange(0, 1))));
    assertInstanceOf(HeadOutcome.Found.class, Await.value(compactor.head(journal)));
    assertEquals(1, Await.value(compactor.list(Prefix.ROOT, null, 10)).entries().size());
  }

  @Test
  void closingARoleLeavesTheStoreOpen() {
    Await.value(compactor.close());
    written(Await.value(all.put(key("a"), bytes("x"), Precondition.ABSENT)));
  }

  private static Key key(String text) {
    return new Key(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void written(PutOutcome outcome) {
    assertInstanceOf(PutOutcome.Written.class, outcome);
  }

  private static void assertRefused(String key, Future<?> call) {
    StoreException failure = assertInstanceOf(StoreException.class, Await.failure(call));
    assertEquals(Kind.PERMANENT, failure.kind());
    assertTrue(failure.getMessage().contains("compactor"), failure.getMessage());
    assertTrue(failure.getMessage().contains(key), failure.getMessage());
  }
}
