/**
 * Arrow Flight SQL on a port of its own: the queries of the HTTP API, through the same gate, engine
 * and limits, with results as Arrow batches straight from the engine. How calls, threads and memory
 * go together: {@code docs/design/015-flight-sql.md}.
 */
package io.arco.server.flight;
