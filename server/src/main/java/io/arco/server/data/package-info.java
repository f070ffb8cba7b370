/**
 * Users' tables as files: where a table may point, and which Parquet files a query of it reads.
 * Decides about paths and lists them; never opens a file.
 */
package io.arco.server.data;
