/**
 * {@code arco verify}: reads a workspace from end to end and says what does not hold. Writes
 * nothing.
 */
package io.arco.verify;
