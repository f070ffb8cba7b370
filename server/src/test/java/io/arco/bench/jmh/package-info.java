/** Microbenchmarks of hot functions: {@code scripts/bench jmh}. */
package io.arco.bench.jmh;
