package io.arco.server.sql;

/**
 * The whole answer of a query.
 *
 * @param body in the format asked for; not copied, so don't change it
 * @param contentType its media type
 * @param rows how many rows it holds
 * @param truncated whether there were more rows than the limits let through
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record SqlResult(byte[] body, String contentType, long rows, boolean truncated) {}
