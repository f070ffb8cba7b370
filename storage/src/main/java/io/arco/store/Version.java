package io.arco.store;

/**
 * An opaque token of an object's content at one key, as the store names it.
 *
 * @param token the token's text
 */
public record Version(String token) {}
