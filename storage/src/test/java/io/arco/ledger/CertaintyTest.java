package io.arco.ledger;

import static io.arco.testing.LedgerWorld.catalogNamed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.journal.Hash;
import io.arco.log.Slots;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What callers are told when something is wrong, and that it is true. */
class CertaintyTest {
  private final LedgerWorld world = new LedgerWorld(3);

  /** A journal whose puts are neither answered nor applied until told. */
  private static final class Gate implements Slots {
    private final Slots slots;
    private Promise<Void> open = Promise.promise();

    Gate(Slots slots) {
      this.slots = slots;
      open.complete();
    }

    void shut() {
      open = Promise.promise();
    }

    @Override
    public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
      return open.future().compose(opened -> slots.putIfAbsent(n, bytes));
    }

    @Override
    public Future<Optional<byte[]>> get(long n) {
      return slots.get(n);
    }

    @Override
    public String nameOf(long n) {
      return slots.nameOf(n);
    }
  }

  private Gate gate;

  private Ledger gated() {
    return world
        .time()
        .await(
            world.tryOpen(
                2,
                20,
                config -> {
                  gate = new Gate(config.journal());
                  return new LedgerConfig(
                      config.workspace(),
                      config.store(),
                      gate,
                      config.domains(),
                      config.checkpoints(),
                      config.runtime(),
                      config.options(),
                      config.backoff(),
                      config.writer(),
                      config.observer());
                }));
  }

  @Test
  void at_the_deadline_what_is_being_put_is_unknown_and_what_waits_behind_it_is_not_done() {
    Ledger ledger = gated();
    world.create(ledger, "before");
    gate.shut();
    Future<Receipt> atStake = world.submit(ledger, catalogNamed("at-stake"));
    Future<Receipt> refused = world.submit(ledger, catalogNamed("before"));
    world.time().advance(1);
    Future<Receipt> behind = world.submit(ledger, catalogNamed("behind"));
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, world.codeOf(atStake));
    assertEquals(ErrorCode.UNAVAILABLE, world.codeOf(refused));
    assertEquals(ErrorCode.UNAVAILABLE, world.codeOf(behind));
    gate.open.complete();
    world.time().run();
    assertEquals(List.of("at-stake", "before"), world.catalogs(world.read(ledger)));
  }

  @Test
  void what_ran_out_of_time_before_the_workspace_was_made_is_not_done_with_the_others() {
    Promise<Void> open = Promise.promise();
    Ledger ledger =
        world
            .time()
            .await(
                world.tryOpen(
                    2, 20, config -> LedgerWorld.with(config, slowToMake(config.store(), open))));
    Future<Receipt> early = world.submit(ledger, catalogNamed("early"));
    world.time().advance(LedgerWorld.TIMEOUT_MILLIS / 2);
    Future<Receipt> late = world.submit(ledger, catalogNamed("late"));
    assertEquals(ErrorCode.UNAVAILABLE, world.codeOf(early));
    open.complete();
    world.time().await(late);
    assertEquals(List.of("late"), world.catalogs(world.read(ledger)));
  }

  /** A store whose puts, which are those of workspace.json, wait until told. */
  private static ObjectStore slowToMake(ObjectStore store, Promise<Void> open) {
    return new ForwardingStore(store) {
      @Override
      public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
        return open.future().compose(opened -> super.put(key, bytes, precondition));
      }
    };
  }

  @Test
  void a_read_while_a_put_hangs_sees_the_state_before_it() {
    Ledger ledger = gated();
    world.create(ledger, "before");
    gate.shut();
    world.submit(ledger, catalogNamed("later"));
    world.time().advance(100);
    assertEquals(List.of("before"), world.catalogs(world.read(ledger)));
  }

  @Test
  void a_submission_told_unknown_is_not_done_again_when_its_batch_is_lost() {
    Ledger ledger = gated();
    Ledger other = world.open(2, 20);
    world.create(ledger, "before");
    gate.shut();
    Future<Receipt> atStake = world.submit(ledger, catalogNamed("at-stake"));
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, world.codeOf(atStake));
    world.create(other, "winner");
    gate.open.complete();
    world.time().run();
    assertEquals(List.of("before", "winner"), world.catalogs(world.read(ledger)));
  }

  @Test
  void a_slot_seen_taken_by_a_look_is_lost_before_the_put_is_answered() {
    Ledger ledger = gated();
    Ledger other = world.open(2, 20);
    world.create(ledger, "before");
    gate.shut();
    Future<Receipt> late = world.submit(ledger, catalogNamed("late"));
    world.time().advance(50);
    world.create(other, "winner");
    assertEquals(2, world.read(ledger).sequence());
    gate.open.complete();
    assertEquals(3, world.time().await(late).sequence());
  }

  @Test
  void a_full_queue_is_told_at_once() {
    LedgerOptions small =
        new LedgerOptions(2, 1, 1, 1 << 20, 1_000, 10, 10_000, 1_000, FormerOptions.DEFAULT);
    Ledger ledger =
        world.time().await(world.tryOpen(2, 20, config -> LedgerWorld.with(config, small)));
    world.create(ledger, "first");
    world.submit(ledger, catalogNamed("in-flight"));
    world.time().advance(1);
    Future<Receipt> a = world.submit(ledger, catalogNamed("a"));
    Future<Receipt> b = world.submit(ledger, catalogNamed("b"));
    assertEquals(
        ErrorCode.OVERLOADED, world.codeOf(world.submit(ledger, catalogNamed("one-too-many"))));
    assertFalse(a.isComplete());
    world.time().await(a);
    world.time().await(b);
  }

  @Test
  void a_submission_over_the_limit_is_refused_whole() {
    LedgerOptions small =
        new LedgerOptions(10, 10, 1 << 20, 200, 1_000, 10, 10_000, 1_000, FormerOptions.DEFAULT);
    Ledger ledger =
        world.time().await(world.tryOpen(2, 20, config -> LedgerWorld.with(config, small)));
    Future<Receipt> large =
        world.submit(ledger, new CreateCatalog("large", "x".repeat(200), Map.of()));
    assertEquals(ErrorCode.TOO_LARGE, world.codeOf(large));
    assertEquals(0, world.read(ledger).sequence());
  }

  @Test
  void a_submission_of_many_commands_is_done_whole_or_not_at_all() {
    Ledger ledger = world.open(2, 20);
    Future<Receipt> bad =
        ledger.submit(
            world.submission(
                List.of(catalogNamed("a"), catalogNamed("b"), catalogNamed("a")), null));
    world.time().runUntil(bad::isComplete);
    Problem problem = ((ProblemException) bad.cause()).problem();
    assertEquals(ErrorCode.ALREADY_EXISTS, problem.code());
    assertEquals(2, problem.details().get("operation"));
    assertTrue(world.catalogs(world.read(ledger)).isEmpty());
    Receipt good =
        world
            .time()
            .await(
                ledger.submit(
                    world.submission(List.of(catalogNamed("a"), catalogNamed("b")), null)));
    assertEquals(2, good.answers().size());
    assertEquals(1, good.sequence());
  }

  @Test
  void a_commit_of_a_newer_format_stops_the_ledger_with_both_numbers_named() {
    Ledger ledger = world.open(2, 20);
    world.create(ledger, "a");
    rewrite(1, 2, "\"format\":1", "\"format\":2");
    Problem problem = stoppedBy(ledger);
    assertEquals(ErrorCode.FORMAT_TOO_NEW, problem.code());
    assertEquals(2, problem.details().get("found"));
    assertEquals(ErrorCode.FORMAT_TOO_NEW, world.codeOf(world.submit(ledger, catalogNamed("b"))));
    assertEquals(ErrorCode.FORMAT_TOO_NEW, world.codeOf(world.tryOpen(2, 20, config -> config)));
  }

  @Test
  void a_commit_not_chained_to_the_one_before_stops_the_ledger_and_names_it() {
    Ledger ledger = world.open(2, 20);
    world.create(ledger, "a");
    rewrite(1, 2, "\"sequence\":1", "\"sequence\":2");
    Problem problem = stoppedBy(ledger);
    assertEquals(ErrorCode.WORKSPACE_CORRUPT, problem.code());
    assertEquals("journal/00000000000000000002.json", problem.details().get("object"));
  }

  @Test
  void commits_without_a_workspace_file_are_not_served() {
    Ledger ledger = world.open(2, 20);
    world.create(ledger, "a");
    world.time().await(world.truth().delete(world.keys().workspaceFile()));
    assertEquals(ErrorCode.WORKSPACE_CORRUPT, world.codeOf(world.tryOpen(2, 20, config -> config)));
  }

  @Test
  void a_workspace_that_is_made_while_it_is_opened_is_served() {
    Ledger other = world.open(1, 1);
    Future<Ledger> opening =
        world.tryOpen(2, 20, config -> LedgerWorld.with(config, missesFirst(config.store())));
    world.time().runUntil(() -> missed > 0);
    world.create(other, "a");
    assertEquals(List.of("a"), world.catalogs(world.time().await(opening).state()));
  }

  private int missed;

  /** A store whose first read of workspace.json is answered late what it was at first. */
  private ObjectStore missesFirst(ObjectStore store) {
    return new ForwardingStore(store) {
      @Override
      public Future<ReadOutcome> get(Key key) {
        Future<ReadOutcome> outcome = super.get(key);
        if (!key.equals(world.keys().workspaceFile()) || missed++ > 0) {
          return outcome;
        }
        Promise<ReadOutcome> slow = Promise.promise();
        outcome.onSuccess(
            read -> world.time().scheduler().schedule(1_000, () -> slow.complete(read)));
        return slow.future();
      }
    };
  }

  @Test
  void a_workspace_file_of_a_newer_format_is_not_served() {
    byte[] newer =
        "{\"type\":\"arco.workspace\",\"format\":9,\"shape\":\"unheard of\"}".getBytes(UTF_8);
    world.time().await(world.truth().put(world.keys().workspaceFile(), newer, Precondition.NONE));
    assertEquals(ErrorCode.FORMAT_TOO_NEW, world.codeOf(world.tryOpen(2, 20, config -> config)));
  }

  @Test
  void closing_tells_who_waits_what_is_certain() {
    Ledger ledger = gated();
    world.create(ledger, "a");
    gate.shut();
    Future<Receipt> atStake = world.submit(ledger, catalogNamed("at-stake"));
    world.time().advance(1);
    Future<Receipt> behind = world.submit(ledger, catalogNamed("behind"));
    world.time().await(ledger.close());
    assertEquals(ErrorCode.OUTCOME_UNKNOWN, world.codeOf(atStake));
    assertEquals(ErrorCode.UNAVAILABLE, world.codeOf(behind));
    assertEquals(ErrorCode.UNAVAILABLE, world.codeOf(world.submit(ledger, catalogNamed("c"))));
  }

  private Problem stoppedBy(Ledger ledger) {
    Future<WorkspaceState> read = ledger.read(ReadOptions.linearizable(1_000));
    world.time().runUntil(read::isComplete);
    return ((ProblemException) read.cause()).problem();
  }

  private void rewrite(long from, long to, String text, String instead) {
    ReadOutcome.Found found =
        (ReadOutcome.Found) world.time().await(world.truth().get(commit(from)));
    String changed = reseal(new String(found.bytes(), UTF_8).replace(text, instead));
    world.time().await(world.truth().put(commit(to), changed.getBytes(UTF_8), Precondition.ABSENT));
  }

  /** The commit with the seal that its changed header must have. */
  private static String reseal(String commit) {
    int end = commit.indexOf(",\"seal\"");
    String hash = Hash.of(commit.substring(0, end).getBytes(UTF_8)).hex();
    return commit.substring(0, end)
        + ",\"seal\":\""
        + hash
        + commit.substring(commit.indexOf("\"}\n", end));
  }

  private Key commit(long n) {
    return world.keys().journal().key(io.arco.log.ObjectSlots.fileName(n));
  }
}
