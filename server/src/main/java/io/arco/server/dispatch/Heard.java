package io.arco.server.dispatch;

/**
 * What a heartbeat is answered.
 *
 * @param shouldCancel whether the worker should stop
 * @param cancelReason why, or null
 * @param sequence the newest commit that the answer knows of
 */
public record Heard(boolean shouldCancel, String cancelReason, long sequence) {}
