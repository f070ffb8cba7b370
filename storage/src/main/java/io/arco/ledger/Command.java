package io.arco.ledger;

/**
 * Something a caller wants done in one domain: an immutable record that the domain's sealed
 * interface permits, and that {@link io.arco.json.Json} writes and reads.
 */
public interface Command {}
