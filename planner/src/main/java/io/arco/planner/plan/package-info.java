/**
 * What a run would do, as a pure function of a manifest, a selection, partitions, a logical time
 * and what is there already.
 */
package io.arco.planner.plan;
