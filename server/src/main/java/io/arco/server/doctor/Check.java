package io.arco.server.doctor;

/**
 * One promise of a store, tried.
 *
 * @param name what was tried
 * @param ok whether it holds
 * @param detail what was done, or what went wrong
 */
public record Check(String name, boolean ok, String detail) {}
