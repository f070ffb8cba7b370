/**
 * The bundled worker: a process of its own that takes SQL tasks by the REST worker protocol, as any
 * worker outside would, and makes Parquet files with DuckDB. Uses nothing of the server's state.
 * {@code docs/design/012-sql-worker.md}.
 */
package io.arco.server.worker;
