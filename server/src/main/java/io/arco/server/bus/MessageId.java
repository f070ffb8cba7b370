package io.arco.server.bus;

/**
 * What makes a message the same message when the bus delivers it a second time.
 *
 * @param sender the process that sent it; no other process ever has this id
 * @param number counts the sender's messages, from 1
 */
public record MessageId(String sender, long number) {}
