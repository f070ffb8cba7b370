/** What has left the state, read from the rows of the newest snapshot. */
package io.arco.server.history;
