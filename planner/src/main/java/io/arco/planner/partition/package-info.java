/**
 * Partitions as arithmetic: dimensions are axes of whole numbers, a key is a place in their
 * product, a set of keys a compressed set of places, and a mapping a relation between axes.
 */
package io.arco.planner.partition;
