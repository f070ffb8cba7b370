/**
 * gRPC on the port of the API: each method of the services in {@code arco.v1} is an operation of
 * the OpenAPI document, called in this process behind the same guard; messages become its
 * parameters and body, its answer becomes a message. Design: {@code docs/design/022-grpc.md}.
 */
package io.arco.server.grpc;
