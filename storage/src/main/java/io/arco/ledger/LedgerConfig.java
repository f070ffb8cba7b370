package io.arco.ledger;

import io.arco.log.Backoff;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;

/**
 * What a ledger is made of.
 *
 * @param workspace whose ledger
 * @param store where {@code workspace.json} is
 * @param journal where commits are
 * @param domains what is known
 * @param checkpoints where snapshots are found
 * @param runtime its time, its thread, its workers
 * @param options its limits
 * @param backoff how it tries again
 * @param writer the id of this server process, which stands in every commit
 * @param observer who is told what happens
 */
public record LedgerConfig(
    Workspace workspace,
    ObjectStore store,
    Slots journal,
    Domains domains,
    Checkpoints checkpoints,
    Runtime runtime,
    LedgerOptions options,
    Backoff backoff,
    String writer,
    LedgerObserver observer) {}
