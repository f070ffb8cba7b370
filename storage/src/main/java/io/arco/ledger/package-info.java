/**
 * The ledger: takes commands, decides them on the newest state, commits their events in batches,
 * and publishes the state after; tells former states. Knows domains only through {@link
 * io.arco.ledger.Domain}.
 */
package io.arco.ledger;
