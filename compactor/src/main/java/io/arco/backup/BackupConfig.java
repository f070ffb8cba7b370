package io.arco.backup;

import io.arco.ledger.Domains;
import io.arco.log.KeptSlots;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;

/**
 * What a backup of one workspace is made of.
 *
 * @param runtime its time, its thread, its workers
 * @param domains what a state consists of
 * @param keys the workspace's
 * @param source the store it is in
 * @param journal where its commits are
 * @param target the backup
 * @param arco the version that stands in the record
 * @param progress who is told of each object
 */
public record BackupConfig(
    Runtime runtime,
    Domains domains,
    WorkspaceKeys keys,
    ObjectStore source,
    KeptSlots journal,
    ObjectStore target,
    String arco,
    Progress progress) {}
