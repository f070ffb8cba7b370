/**
 * The only writer of snapshots: folds what changed into Parquet files and publishes manifests. It
 * decides nothing about what the rows mean.
 */
package io.arco.compactor;
