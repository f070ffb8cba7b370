package io.arco.backup;

import io.arco.ledger.Domains;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;

/**
 * What a restore of one workspace is made of.
 *
 * @param runtime its time, its thread, its workers
 * @param domains what a state consists of
 * @param keys the workspace's
 * @param source the backup
 * @param target the store to restore into
 * @param writer the id of this process, which stands in the commit that begins the new incarnation
 * @param progress who is told of each object
 */
public record RestoreConfig(
    Runtime runtime,
    Domains domains,
    WorkspaceKeys keys,
    ObjectStore source,
    ObjectStore target,
    String writer,
    Progress progress) {}
