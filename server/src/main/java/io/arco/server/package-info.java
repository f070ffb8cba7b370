/** The process: the one {@code main}. */
package io.arco.server;
