/**
 * Files of snapshots for engines that have no credentials: who signs their URLs and until when, and
 * how their bytes are sent.
 */
package io.arco.server.files;
