package io.arco.verify;

import io.arco.journal.WorkspaceFile;
import io.arco.log.LogListing;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.problem.ProblemException;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares a journal that is kept in a database with its archive in the bucket: every archived
 * commit, byte for byte. What is not archived yet is no finding. May list.
 *
 * <p>Used on the runtime's scheduler, where its futures complete.
 */
public final class ArchiveCheck {
  /** How many commits are compared at once. */
  static final int COMPARED_AT_ONCE = 8;

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final Slots journal;
  private final Slots archive;
  private final Findings findings = new Findings();

  /** A check of one workspace, for one use. */
  public ArchiveCheck(Runtime runtime, ObjectStore store, WorkspaceKeys keys, Slots journal) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.journal = journal;
    this.archive = new ObjectSlots(store, keys.journal());
  }

  /** Everything that does not hold. Fails only where a store does. */
  public Future<List<Finding>> check() {
    return runtime
        .onScheduler(store.get(keys.workspaceFile()))
        .compose(this::workspaceFile)
        .compose(done -> runtime.onScheduler(new LogListing(store, keys.journal()).numbers()))
        .compose(
            numbers -> FanOut.map(runtime.scheduler(), numbers, COMPARED_AT_ONCE, this::compare))
        .map(done -> findings.all());
  }

  /** That the file is there and sound is the {@link Verifier}'s to say. */
  private Future<Void> workspaceFile(ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      WorkspaceFile file;
      try {
        file = WorkspaceFile.decode(keys.workspace(), found.bytes());
      } catch (RuntimeException e) {
        return Future.succeededFuture();
      }
      try {
        file.requireJournal(journal.keptIn());
      } catch (ProblemException e) {
        findings.add(
            WorkspaceFile.NAME,
            "it says that the journal is kept in "
                + file.journal()
                + ", this one is "
                + journal.keptIn());
      }
    }
    return Future.succeededFuture();
  }

  private Future<Void> compare(long n) {
    Future<Optional<byte[]>> here = runtime.onScheduler(archive.get(n));
    Future<Optional<byte[]>> there = runtime.onScheduler(journal.get(n));
    return Future.all(here, there)
        .map(
            read -> {
              if (there.result().isEmpty()) {
                findings.add(
                    journal.nameOf(n), "it is archived, though the database does not have it");
              } else if (here.result().isPresent()
                  && !Arrays.equals(here.result().get(), there.result().get())) {
                findings.add(journal.nameOf(n), "its archived copy holds other bytes");
              }
              return null;
            });
  }
}
