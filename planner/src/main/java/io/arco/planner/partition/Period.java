package io.arco.planner.partition;

import java.time.Instant;

/**
 * The period of time that a partition is of.
 *
 * @param dimension of which dimension
 * @param start when it begins
 * @param end when it ends: the first instant that is not in it
 */
public record Period(String dimension, Instant start, Instant end) {}
