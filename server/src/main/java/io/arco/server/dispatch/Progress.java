package io.arco.server.dispatch;

/**
 * What a worker said of an attempt with its last heartbeat. Nobody but the server that heard it
 * knows.
 *
 * @param percent how far it is, 0 to 100, or null
 * @param message what it is at, or null
 */
public record Progress(Double percent, String message) {}
