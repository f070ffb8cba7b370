package io.arco.server.sql;

/**
 * A column of a result.
 *
 * @param name as the query calls it; several may be called the same
 * @param type DuckDB's name of the type
 */
record ResultColumn(String name, String type) {}
