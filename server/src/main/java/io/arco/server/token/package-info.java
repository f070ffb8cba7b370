/** What a worker proves with that a task is its own: tokens, and the keys they are signed with. */
package io.arco.server.token;
