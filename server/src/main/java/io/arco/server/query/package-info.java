/**
 * System tables as the SQL engine sees them: the files of one published snapshot, at hand locally.
 */
package io.arco.server.query;
