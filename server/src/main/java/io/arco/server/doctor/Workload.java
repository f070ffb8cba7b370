package io.arco.server.doctor;

/**
 * What a month of one workspace looks like, for an estimate.
 *
 * @param writesPerSecond commands that change something, all month long
 * @param readsPerSecond reads and lists over the API
 * @param storageGb what the store holds
 */
public record Workload(double writesPerSecond, double readsPerSecond, double storageGb) {}
