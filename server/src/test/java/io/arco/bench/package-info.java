/**
 * The end-to-end benchmarks behind {@code scripts/bench}: a server in a process of its own, clients
 * on kept-alive connections in this one. No part of the shipped jar.
 */
package io.arco.bench;
