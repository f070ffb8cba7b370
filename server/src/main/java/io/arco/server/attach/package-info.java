/** Scripts that open a snapshot in an engine that knows nothing of Arco. Text alone: no I/O. */
package io.arco.server.attach;
