package io.arco.planner.lineage;

/**
 * One edge as one observation shows it.
 *
 * @param from what something was made from
 * @param to what was made
 * @param reported whether the worker said so; else it is what the plan says
 */
record Flow(EntityName from, EntityName to, boolean reported) {}
