package io.arco.store;

/**
 * A run of bytes in an object.
 *
 * @param offset the first byte, from 0
 * @param length how many, at least 1
 */
public record ByteRange(long offset, long length) {
  /**
   * @throws IllegalArgumentException if the offset is negative or the length not positive
   */
  public ByteRange {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("bad range: offset " + offset + ", length " + length);
    }
  }
}
