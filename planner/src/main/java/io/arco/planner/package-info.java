/**
 * The orchestration domain: assets, partitions, plans and runs as pure functions of state, command
 * and a clock value. It plugs into the ledger as {@link io.arco.ledger.Domain}, beside the catalog.
 */
package io.arco.planner;
