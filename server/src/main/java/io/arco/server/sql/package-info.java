/**
 * The read-only SQL engine for strangers: a gate that lets through one SELECT over named tables,
 * and locked in-memory DuckDB instances that run it over local Parquet files within limits. It
 * knows nothing of the catalog, the ledger or HTTP.
 */
package io.arco.server.sql;
