/**
 * {@code arco repair}: mends what of a damaged workspace can be mended without guessing. See
 * docs/design/007-retention.md.
 */
package io.arco.repair;
