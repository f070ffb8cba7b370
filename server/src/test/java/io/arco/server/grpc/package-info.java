/** Tests of gRPC, with the client of grpc-java. */
package io.arco.server.grpc;
