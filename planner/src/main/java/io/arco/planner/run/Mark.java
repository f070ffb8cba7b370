package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;

/**
 * What became of a group of tasks at once: all they waited for is done, or can't be.
 *
 * @param skipped whether they are SKIPPED; else READY
 * @param by the task that did it: the last to succeed, or the one that failed for good
 * @param at when
 */
@JsonPropertyOrder({"skipped", "by", "at"})
record Mark(boolean skipped, int by, Stamp at) {}
