/**
 * The queries of a server, by whatever way they came: which run, which have ended lately, how they
 * are ended, and which were slow. In memory; of this server alone. Design: {@code
 * docs/design/023-results.md}.
 */
package io.arco.server.queries;
