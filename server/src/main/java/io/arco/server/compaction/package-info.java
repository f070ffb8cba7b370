/** The compaction verticle: snapshots follow commits. */
package io.arco.server.compaction;
