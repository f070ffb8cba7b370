import { literal, localNames, quoted } from "./names.js";

const duckdb = globalThis.module.exports;

/** The most rows that are taken of a result. */
export const MAX_ROWS = 1000;

/** DuckDB in a worker of this page, with the tables of one manifest as views. */
export class Engine {
  /** Starts the worker. */
  static async start() {
    const worker = new Worker("/browser/duckdb-browser-eh.worker.js");
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await db.instantiate(new URL("/browser/duckdb-eh.wasm", location.href).href);
    return new Engine(db);
  }

  constructor(db) {
    this.db = db;
    this.schemas = new Set();
    this.connection = null;
  }

  /** Forgets what was open, and shows the tables of a manifest. Files are read when queries need them. */
  async open(manifest) {
    await this.connection?.close();
    await this.db.reset();
    await this.db.open({ query: { castBigIntToDouble: false, castDecimalToDouble: false } });
    this.connection = await this.db.connect();
    this.schemas = new Set(manifest.tables.map((table) => table.domain));
    for (const schema of this.schemas) {
      await this.connection.query("create schema " + quoted(schema));
    }
    for (const table of manifest.tables) {
      await this.#view(manifest, table);
    }
  }

  async #view(manifest, table) {
    const names = [];
    for (const [i, file] of table.files.entries()) {
      const name = `${manifest.manifest}/${table.domain}/${table.table}/${i}.parquet`;
      await this.db.registerFileURL(name, file.url, duckdb.DuckDBDataProtocol.HTTP, false);
      names.push(literal(name));
    }
    const columns = table.columns.map((it) => `null::${it.type} as ${quoted(it.name)}`).join(", ");
    const empty = `select ${columns} where false`;
    const files = `select * from read_parquet([${names.join(", ")}], union_by_name=${names.length > 1})`;
    const rows = names.length === 0 ? empty : `${empty} union all by name ${files}`;
    await this.connection.query(`create view ${quoted(table.domain)}.${quoted(table.table)} as ${rows}`);
  }

  /** How many rows a table has here. */
  async count(table) {
    const result = await this.connection.query(
      `select count(*) as n from ${quoted(table.domain)}.${quoted(table.table)}`,
    );
    return Number(result.getChild("n").get(0));
  }

  /** Runs SQL; takes the first rows of its result. */
  async run(sql) {
    const reader = await this.connection.send(localNames(sql, this.schemas));
    await reader.open();
    // A reader forgets its schema when it is read to the end.
    const schema = reader.schema;
    const batches = [];
    let rows = 0;
    for await (const batch of reader) {
      batches.push(batch);
      rows += batch.numRows;
      if (rows > MAX_ROWS) {
        await this.connection.cancelSent();
        break;
      }
    }
    return { schema, batches, rows: Math.min(rows, MAX_ROWS), isCut: rows > MAX_ROWS };
  }
}
