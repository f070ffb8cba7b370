package io.arco.server.flight;

/**
 * How Flight SQL is served.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param memoryBytes of Arrow, for all calls together
 * @param timeoutMillis the longest a call may take
 * @param maxTextBytes the longest SQL text, told to clients; the gate judges it
 * @param version of the server, told to clients
 */
public record FlightOptions(
    String host,
    int port,
    long memoryBytes,
    long timeoutMillis,
    int maxTextBytes,
    String version) {}
