/**
 * The command line: one class a command, answers on standard output, complaints on standard error.
 */
package io.arco.server.cli;
