/**
 * System tables: what Arco knows, as rows. Their definitions, rows and Parquet files; nothing here
 * knows where the rows come from.
 */
package io.arco.table;
