package io.arco.ledger;

import java.time.Instant;

/**
 * When an event became so.
 *
 * @param sequence the commit that holds it
 * @param committedAt that commit's time, in whole milliseconds
 */
public record Stamp(long sequence, Instant committedAt) {}
