/** What the server counts and times, for Prometheus. */
package io.arco.server.metrics;
