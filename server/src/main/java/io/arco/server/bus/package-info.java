/** The messages that cross the event bus: versioned JSON in buffers, and nothing else. */
package io.arco.server.bus;
