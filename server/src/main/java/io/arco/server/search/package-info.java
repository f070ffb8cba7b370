/** Search over the things of a workspace: an index in memory that follows the journal. */
package io.arco.server.search;
