/**
 * Arco in processes of its own: killed, stopped, two on one store, on damaged stores. {@link
 * io.arco.crash.CrashLoop} is also a tool, {@code scripts/crash-loop}.
 */
package io.arco.crash;
