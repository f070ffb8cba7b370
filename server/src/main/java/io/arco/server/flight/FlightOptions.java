package io.arco.server.flight;

import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/**
 * How Flight SQL is served.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param memoryBytes of Arrow, for all calls together
 * @param timeoutMillis the longest a call may take
 * @param maxTextBytes the longest SQL text, told to clients; the gate judges it
 * @param version of the server, told to clients
 * @param tls the certificate it shows; empty: plain text
 */
public record FlightOptions(
    String host,
    int port,
    long memoryBytes,
    long timeoutMillis,
    int maxTextBytes,
    String version,
    Optional<X509KeyManager> tls) {}
