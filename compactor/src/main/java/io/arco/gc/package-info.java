/**
 * Retention: what of a workspace is old enough to go, and how it goes without harm to anybody who
 * still reads or writes. See docs/design/007-retention.md.
 */
package io.arco.gc;
