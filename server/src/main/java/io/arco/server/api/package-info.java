/**
 * The REST API: every route is an operation of the OpenAPI document, bound to a handler in {@link
 * io.arco.server.api.Operations}.
 */
package io.arco.server.api;
