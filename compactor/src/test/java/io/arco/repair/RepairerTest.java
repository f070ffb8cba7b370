package io.arco.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.CompactionWorld;
import io.arco.compactor.CompactionWorld.Node;
import io.arco.log.ObjectSlots;
import io.arco.snapshot.Hint;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import io.arco.testing.Seeds;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be mended is mended; what can't stays as it is. */
class RepairerTest {
  private static final long SNAPSHOT_EVERY = 3;
  private static final long COMMITS = 13;

  private final CompactionWorld nodes = new CompactionWorld(7);
  private final LedgerWorld world = nodes.world();
  private final MemoryStore backup = new MemoryStore();
  private Map<Key, byte[]> sound;
  private String stateHash;

  /** Thirteen commits, manifests 1 to 4 at 3, 6, 9 and 12, a copy of manifest 1. */
  @BeforeEach
  void fill() {
    Node node = nodes.open(CompactionOptions.DEFAULT);
    for (int i = 1; i <= COMMITS; i++) {
      world.create(node.ledger(), "c" + i);
      if (i % SNAPSHOT_EVERY == 0) {
        world.time().await(node.compactor().including(i));
      }
    }
    world.time().await(node.compactor().close());
    write(copy(1), bytes(world.truth(), manifest(1)).orElseThrow());
    sound = content(world.truth());
    stateHash = node.ledger().state().hash();
    assertTrue(verify().isSound());
  }

  private void backUp() {
    sound.forEach((key, bytes) -> put(backup, key, bytes));
  }

  /** What can happen to an object. */
  enum Damage {
    FLIPPED,
    TORN,
    MISSING
  }

  private void damage(Key key, Damage damage) {
    byte[] bytes = sound.get(key).clone();
    switch (damage) {
      case MISSING -> world.time().await(world.truth().delete(key));
      case TORN -> write(key, Arrays.copyOf(bytes, bytes.length - bytes.length / 4));
      case FLIPPED -> {
        bytes[bytes.length * 3 / 4] ^= 2;
        write(key, bytes);
      }
    }
  }

  private RepairReport repair(Optional<ObjectStore> other, boolean apply) {
    return repair(world.truth(), other, apply);
  }

  private RepairReport repair(ObjectStore store, Optional<ObjectStore> other, boolean apply) {
    return world.time().await(begin(store, other, apply));
  }

  private Future<RepairReport> begin(
      ObjectStore store, Optional<ObjectStore> other, boolean apply) {
    return new Repairer(
            world.time().runtime(4),
            Repairer.role(store, world.keys()),
            other,
            world.keys(),
            world.domains())
        .run(apply);
  }

  /** A dry run changes nothing; then all is as it was, and another run finds nothing to do. */
  private void assertMended(Optional<ObjectStore> other) {
    Map<Key, byte[]> before = content(world.truth());
    RepairReport dry = repair(other, false);
    assertSame(before, content(world.truth()));
    RepairReport report = repair(other, true);
    assertEquals(dry.repairs(), report.repairs());
    assertEquals(List.of(), report.left());
    assertSame(sound, content(world.truth()));
    Report verified = verify();
    assertEquals(List.of(), verified.findings());
    assertEquals(stateHash, verified.stateHash());
    assertEquals(List.of(), repair(other, true).repairs());
  }

  private void assertLeft(Key key, Optional<ObjectStore> other) {
    Map<Key, byte[]> before = content(world.truth());
    RepairReport report = repair(other, true);
    assertSame(before, content(world.truth()));
    assertEquals(List.of(), report.repairs());
    String object = world.keys().relative(key);
    assertTrue(
        report.left().stream().anyMatch(finding -> finding.object().equals(object)),
        report.toString());
  }

  @Test
  void aSoundWorkspaceIsLeftAlone() {
    RepairReport report = repair(Optional.empty(), true);
    assertEquals(List.of(), report.repairs());
    assertEquals(List.of(), report.left());
    assertSame(sound, content(world.truth()));
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void everyParquetFileIsRebuiltFromTheJournal(Damage damage) {
    List<Key> files = sound.keySet().stream().filter(this::isFile).toList();
    assertTrue(files.size() >= 8, files.toString());
    files.forEach(file -> damage(file, damage));
    assertMended(Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aCommitComesFromTheOtherStore(Damage damage) {
    backUp();
    damage(commit(5), damage);
    assertMended(Optional.of(backup));
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aCommitWithoutAnotherStoreStays(Damage damage) {
    damage(commit(5), damage);
    assertLeft(commit(5), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aRunOfCommitsComesFromTheOtherStore(Damage damage) {
    backUp();
    for (long n = 4; n <= 8; n++) {
      damage(commit(n), damage);
    }
    assertMended(Optional.of(backup));
  }

  @ParameterizedTest
  @EnumSource(
      value = Damage.class,
      names = {"FLIPPED", "TORN"})
  void theLastCommitIsKnownByItsHeader(Damage damage) {
    backUp();
    damage(commit(COMMITS), damage);
    assertMended(Optional.of(backup));
  }

  @Test
  void aLastCommitWithoutItsHeaderStays() {
    backUp();
    write(commit(COMMITS), new byte[] {1, 2, 3});
    assertLeft(commit(COMMITS), Optional.of(backup));
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aManifestComesFromItsCopy(Damage damage) {
    damage(manifest(1), damage);
    if (damage == Damage.MISSING) {
      // The log may begin at 2: nothing says that there was a first.
      assertEquals(List.of(), repair(Optional.empty(), true).left());
      return;
    }
    assertMended(Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aManifestComesFromTheOtherStore(Damage damage) {
    backUp();
    damage(manifest(2), damage);
    damage(manifest(3), damage);
    assertMended(Optional.of(backup));
  }

  @Test
  void theNewestManifestComesFromTheOtherStoreIfItIncludesWhatIsHere() {
    backUp();
    damage(manifest(4), Damage.FLIPPED);
    assertMended(Optional.of(backup));
  }

  @Test
  void theLastManifestsThatAreLostWithTheHintComeFromTheOtherStore() {
    backUp();
    for (Key key : List.of(manifest(3), manifest(4), world.keys().hint())) {
      damage(key, Damage.MISSING);
    }
    assertMended(Optional.of(backup));
  }

  @Test
  void manifestsBehindALostEndOfTheJournalAreNotTaken() {
    backUp();
    for (Key key : List.of(manifest(4), commit(12), commit(13), world.keys().hint())) {
      damage(key, Damage.MISSING);
    }
    RepairReport report = repair(Optional.of(backup), true);
    assertEquals(List.of(), report.left());
    assertEquals(Optional.empty(), bytes(world.truth(), manifest(4)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Damage.class,
      names = {"FLIPPED", "TORN"})
  void aManifestWithoutAnotherStoreStays(Damage damage) {
    damage(manifest(3), damage);
    assertLeft(manifest(3), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(
      value = Damage.class,
      names = {"FLIPPED", "TORN"})
  void aCopyComesFromTheLog(Damage damage) {
    damage(copy(1), damage);
    assertMended(Optional.empty());
  }

  @Test
  void aHintThatIsMissingGarbageOrWrongIsWrittenAnew() {
    for (String hint : List.of("garbage", "{\"manifest\":2}", "{\"manifest\":9}", "")) {
      write(world.keys().hint(), hint.getBytes(UTF_8));
      assertMended(Optional.empty());
    }
    damage(world.keys().hint(), Damage.MISSING);
    assertMended(Optional.empty());
    assertEquals(4, Hint.manifestIn(content(world.truth()).get(world.keys().hint())).getAsLong());
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void theWorkspaceFileComesFromTheOtherStore(Damage damage) {
    backUp();
    damage(world.keys().workspaceFile(), damage);
    assertMended(Optional.of(backup));
    damage(world.keys().workspaceFile(), damage);
    assertLeft(world.keys().workspaceFile(), Optional.empty());
  }

  @Test
  void bytesOfAnotherLifeAreNotTaken() {
    backUp();
    for (long n : List.of(5L, 8L)) {
      put(backup, commit(n), sound.get(commit(n + 1)));
    }
    put(backup, manifest(2), sound.get(manifest(3)));
    damage(commit(5), Damage.FLIPPED);
    damage(manifest(2), Damage.FLIPPED);
    assertLeft(commit(5), Optional.of(backup));
  }

  @Test
  void whatCanBeMendedIsMendedThoughOtherThingsCanNot() {
    damage(commit(5), Damage.FLIPPED);
    damage(manifest(1), Damage.FLIPPED);
    RepairReport report = repair(Optional.empty(), true);
    assertEquals(1, report.repairs().size());
    assertFalse(report.left().isEmpty());
    assertArrayEquals(sound.get(manifest(1)), content(world.truth()).get(manifest(1)));
  }

  @Test
  void aRepairThatWasKilledIsFinishedByTheNext() {
    backUp();
    List<Key> all =
        sound.keySet().stream()
            .filter(
                key -> !List.of(manifest(1), commit(COMMITS), world.keys().hint()).contains(key))
            .toList();
    for (int puts = 0; puts < 18; puts += 3) {
      all.stream().limit(20).forEach(key -> damage(key, Damage.FLIPPED));
      begin(new KilledStore(world.truth(), puts), Optional.of(backup), true);
      world.time().run();
      assertMended(Optional.of(backup));
    }
  }

  private static final class KilledStore extends ForwardingStore {
    private int putsLeft;

    KilledStore(ObjectStore store, int puts) {
      super(store);
      putsLeft = puts;
    }

    @Override
    public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
      return --putsLeft < 0
          ? Promise.<PutOutcome>promise().future()
          : super.put(key, bytes, precondition);
    }
  }

  @Test
  void anyDamageIsMendedFromABackupOrLeftAsItIs() {
    Seeds seeds = Seeds.of("repair");
    backUp();
    for (int round = 0; round < 12; round++) {
      sound.forEach(this::write);
      for (int i = seeds.below(6); i >= 0; i--) {
        damage(seeds.oneOf(List.copyOf(sound.keySet())), seeds.oneOf(List.of(Damage.values())));
      }
      RepairReport report = repair(Optional.of(backup), true);
      Map<Key, byte[]> after = content(world.truth());
      after.forEach(
          (key, bytes) -> {
            boolean left =
                report.left().stream().anyMatch(finding -> key.text().endsWith(finding.object()));
            boolean hint = key.equals(world.keys().hint());
            assertTrue(
                left || hint || Arrays.equals(sound.get(key), bytes) || isUnnamed(key, after),
                key + " of " + seeds.seed() + ", left: " + report.left());
          });
      assertEquals(report.left(), verify().findings());
    }
  }

  /**
   * Whether it is a file of manifests alone that are gone with the end of the journal: a workspace
   * that has lost its last commit and the manifest of it looks like one that never had them.
   */
  private boolean isUnnamed(Key key, Map<Key, byte[]> after) {
    if (after.containsKey(commit(12))) {
      return false;
    }
    String path = world.keys().relative(key);
    boolean isFile = path.startsWith("tables/") || path.startsWith("internal/");
    return isFile
        && sound.entrySet().stream()
            .filter(entry -> world.keys().snapshots().contains(entry.getKey()))
            .filter(entry -> after.containsKey(entry.getKey()))
            .noneMatch(entry -> new String(entry.getValue(), UTF_8).contains(path));
  }

  private Report verify() {
    return world
        .time()
        .await(
            new Verifier(world.time().runtime(1), world.truth(), world.keys(), world.domains())
                .verify());
  }

  private boolean isFile(Key key) {
    return key.text().endsWith(".parquet");
  }

  private void write(Key key, byte[] bytes) {
    put(world.truth(), key, bytes);
  }

  private void put(MemoryStore store, Key key, byte[] bytes) {
    world.time().await(store.put(key, bytes, Precondition.NONE));
  }

  private Optional<byte[]> bytes(MemoryStore store, Key key) {
    return world.time().await(store.get(key)) instanceof ReadOutcome.Found found
        ? Optional.of(found.bytes())
        : Optional.empty();
  }

  private Map<Key, byte[]> content(MemoryStore store) {
    Map<Key, byte[]> content = new TreeMap<>();
    List<Listing.Entry> entries =
        new ArrayList<>(
            world.time().await(store.list(Prefix.ROOT, null, Listing.MAX_LIMIT)).entries());
    entries.forEach(entry -> content.put(entry.key(), bytes(store, entry.key()).orElseThrow()));
    return content;
  }

  private static void assertSame(Map<Key, byte[]> expected, Map<Key, byte[]> is) {
    assertEquals(expected.keySet(), is.keySet());
    expected.forEach((key, bytes) -> assertArrayEquals(bytes, is.get(key), key.text()));
  }

  private Key commit(long n) {
    return world.keys().journal().key(ObjectSlots.fileName(n));
  }

  private Key manifest(long k) {
    return world.keys().snapshots().key(ObjectSlots.fileName(k));
  }

  private Key copy(long k) {
    return world.keys().keptSnapshots().key(ObjectSlots.fileName(k));
  }
}
