package io.arco.server.search;

/**
 * How much search may take, and how long it waits.
 *
 * @param maxIndexes indexes that are open at once; at least 1
 * @param idleMillis an index that nobody has searched for so long is closed
 * @param buildWaitMillis a search waits so long for an index in the making; 0: not at all
 */
public record SearchOptions(int maxIndexes, long idleMillis, long buildWaitMillis) {}
