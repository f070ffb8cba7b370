package io.arco.server.owner;

import io.arco.ledger.Checkpoints;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.journal.Journals;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens ledgers on an object store, which they see as the role that may write {@code
 * workspace.json} and the journal.
 *
 * @param store the whole store
 * @param journals where commits are kept
 * @param domains what the ledgers know
 * @param checkpoints where a workspace's snapshots are found
 * @param clock the time
 * @param workers for heavy work
 * @param random for ids and jitter; used on the owner's event loop only
 * @param options the ledgers' limits
 * @param writer the id of this process
 * @param observer is told what all ledgers do
 * @param observers makes one more observer for each workspace
 */
public record StoreLedgers(
    ObjectStore store,
    Journals journals,
    Domains domains,
    BiFunction<Workspace, Runtime, Checkpoints> checkpoints,
    Clock clock,
    Workers workers,
    RandomGenerator random,
    LedgerOptions options,
    String writer,
    LedgerObserver observer,
    Function<Workspace, LedgerObserver> observers)
    implements LedgerOpener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLedgers.class);

  @Override
  public Future<Ledger> open(Workspace workspace, Scheduler scheduler, LedgerObserver further) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    Runtime runtime = new Runtime(clock, scheduler, workers, random);
    ObjectStore narrowed = new RoleStore(store, "owner", Set.of(), Set.of(keys.workspaceFile()));
    return Ledger.open(
            new LedgerConfig(
                workspace,
                narrowed,
                journals.slots(workspace, store),
                domains,
                checkpoints.apply(workspace, runtime),
                runtime,
                options,
                Backoff.DEFAULT,
                writer,
                new Observers(
                    List.of(
                        observer, observers.apply(workspace), further, new StopLog(workspace)))))
        .onFailure(failure -> log(workspace, "a workspace could not be opened", failure));
  }

  private static void log(Workspace workspace, String text, Throwable failure) {
    LOG.atError()
        .addKeyValue("tenant", workspace.tenant().name())
        .addKeyValue("workspace", workspace.name())
        .addKeyValue("failure", String.valueOf(failure.getMessage()))
        .log(text);
  }

  /** Tells the operator when a ledger serves nothing any more, or had to begin again. */
  private record StopLog(Workspace workspace) implements LedgerObserver {
    @Override
    public void openedAnew(WorkspaceState state) {
      LOG.atInfo()
          .addKeyValue("tenant", workspace.tenant().name())
          .addKeyValue("workspace", workspace.name())
          .addKeyValue("sequence", state.sequence())
          .log("a workspace was opened anew: commits not seen here may have been deleted");
    }

    @Override
    public void stopped(Problem problem) {
      if (problem.code() != ErrorCode.UNAVAILABLE) {
        log(workspace, "a workspace is not served any more", problem.asException());
      }
    }
  }
}
