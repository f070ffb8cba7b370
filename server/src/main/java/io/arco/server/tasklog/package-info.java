/**
 * The logs of attempts at tasks: chunks of text that are objects, written once, read as they come.
 */
package io.arco.server.tasklog;
