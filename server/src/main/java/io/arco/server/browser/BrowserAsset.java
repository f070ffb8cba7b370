package io.arco.server.browser;

import io.vertx.core.buffer.Buffer;

/**
 * A file of the page.
 *
 * @param contentType its type
 * @param bytes as they are sent
 * @param isGzip whether they are compressed
 * @param entityTag a strong tag of them
 */
public record BrowserAsset(String contentType, Buffer bytes, boolean isGzip, String entityTag) {}
