package io.arco.bench.jmh;

import io.arco.journal.Commit;
import io.arco.journal.CommitCodec;
import io.arco.ledger.Fold;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.log.ObjectSlots;
import io.arco.store.Key;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a commit of creates costs the owner's one thread, and a reader of the journal. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBenchmark {
  private static final int TABLES = 10_000;
  private static final int CALLERS = 64;

  private FilledLedger filled;
  private Fold fold;
  private byte[] second;
  private WorkspaceState afterFirst;

  /** Fills a ledger, and picks its second commit: 100 tables of 10 columns. */
  @Setup
  public void fill() {
    filled = new FilledLedger(TABLES);
    LedgerWorld world = filled.world();
    fold = new Fold(LedgerWorld.WORKSPACE, world.domains());
    afterFirst = fold.next(WorkspaceState.empty(world.domains()), "1", bytesOf(1)).state();
    second = bytesOf(2);
  }

  private byte[] bytesOf(long sequence) {
    LedgerWorld world = filled.world();
    Key key = world.keys().journal().key(ObjectSlots.fileName(sequence));
    return ((ReadOutcome.Found) world.truth().get(key).result()).bytes();
  }

  /** Forgets what a snapshot would hold. */
  @TearDown(Level.Iteration)
  public void publish() {
    filled.publish();
  }

  /** 64 callers, one commit: decide, encode, hash, put, publish, answer. */
  @Benchmark
  public List<Receipt> commitOf64Creates() {
    return filled.createFrom(CALLERS);
  }

  /** A commit of 100 tables: parse it and check its seal. */
  @Benchmark
  public Commit decodeCommit() {
    return CommitCodec.decode("2", LedgerWorld.WORKSPACE, 2, second);
  }

  /** A commit of 100 tables: parse, check, apply. */
  @Benchmark
  public Fold.Folded foldCommit() {
    return fold.next(afterFirst, "2", second);
  }
}
