/**
 * Tables of open formats as scans of the SQL engine (docs/design/020-open-tables.md): their
 * columns, the files of one version with what is deleted in them, and how each file's columns
 * become the table's. Knows nothing of catalogs; blocks.
 */
package io.arco.server.lake;
