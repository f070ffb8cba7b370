/**
 * SQL at the prompt: sessions that ask, and the shell that people ask through. Nothing here runs on
 * an event loop.
 */
package io.arco.server.cli.shell;
