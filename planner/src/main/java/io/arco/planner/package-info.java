/**
 * The orchestration domain as {@link io.arco.ledger.Domain}: manifests that are deployed, plans
 * that are stored. What it decides about stands in the packages below; all of it is pure.
 */
package io.arco.planner;
