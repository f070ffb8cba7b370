/**
 * Time, threads and randomness as values that are handed in, so that the same code runs under the
 * server and inside a virtual-time simulation.
 */
package io.arco.runtime;
