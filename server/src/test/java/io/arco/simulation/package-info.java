/**
 * The real ledger, catalog, owner and compactor of several servers in one virtual-time world with
 * faults, and the checks of what must hold whatever happens: docs/design/004-simulation.md.
 */
package io.arco.simulation;
