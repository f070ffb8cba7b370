/**
 * The text with `system.` taken from before schemas of ours: DuckDB has a catalog of that name already. What stands in
 * quotes and comments is left alone.
 *
 * @param {string} sql
 * @param {Set<string>} schemas
 */
export function localNames(sql, schemas) {
  const token =
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w.])system\s*\.\s*(?=(\w+)\s*\.)|[\s\S]/gi;
  return sql.replace(token, (text, schema) =>
    schema !== undefined && schemas.has(schema.toLowerCase()) ? "" : text,
  );
}

/** A name as an SQL identifier. */
export function quoted(name) {
  return '"' + name.replaceAll('"', '""') + '"';
}

/** A text as an SQL literal. */
export function literal(text) {
  return "'" + text.replaceAll("'", "''") + "'";
}
