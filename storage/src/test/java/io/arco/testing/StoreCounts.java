package io.arco.testing;

/**
 * How often a store was asked, and how much went through it.
 *
 * @param gets whole and ranged reads
 * @param heads looks
 * @param puts puts, whatever became of them
 * @param deletes deletes
 * @param lists pages of lists
 * @param bytesRead bytes that reads found
 * @param bytesWritten bytes of puts, whatever became of them
 */
public record StoreCounts(
    long gets, long heads, long puts, long deletes, long lists, long bytesRead, long bytesWritten) {
  /** No call. */
  public static final StoreCounts ZERO = new StoreCounts(0, 0, 0, 0, 0, 0, 0);

  /** All calls. */
  public long calls() {
    return gets + heads + puts + deletes + lists;
  }

  /** Both together. */
  public StoreCounts plus(StoreCounts other) {
    return new StoreCounts(
        gets + other.gets,
        heads + other.heads,
        puts + other.puts,
        deletes + other.deletes,
        lists + other.lists,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }

  /** What came since an earlier count. */
  public StoreCounts minus(StoreCounts earlier) {
    return new StoreCounts(
        gets - earlier.gets,
        heads - earlier.heads,
        puts - earlier.puts,
        deletes - earlier.deletes,
        lists - earlier.lists,
        bytesRead - earlier.bytesRead,
        bytesWritten - earlier.bytesWritten);
  }
}
