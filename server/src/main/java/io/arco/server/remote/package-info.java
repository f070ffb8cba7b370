/** How commands and workers reach a server: its address, whose workspace, and by what token. */
package io.arco.server.remote;
