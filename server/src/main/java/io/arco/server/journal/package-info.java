/** Where the journals of a server are kept: in its object store, or in a database. */
package io.arco.server.journal;
