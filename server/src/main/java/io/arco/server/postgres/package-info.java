/**
 * Journals in PostgreSQL: one row a commit, put if absent. The only package that knows a client of
 * a database.
 */
package io.arco.server.postgres;
