/**
 * Snapshots, from the reader's side: manifests, finding the newest, and loading the rows of their
 * files. What writes them is the compactor.
 */
package io.arco.snapshot;
