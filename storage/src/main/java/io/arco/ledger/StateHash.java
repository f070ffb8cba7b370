package io.arco.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.journal.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * An order-free hash of a set of entries that is kept up to date entry by entry: the sum, modulo
 * 2^256, of the SHA-256 hashes of the entries, each read as an unsigned big-endian number (AdHash).
 * An entry is {@code kind}, a zero byte, and its canonical JSON.
 *
 * @param a the most significant 64 bits
 * @param b the next
 * @param c the next
 * @param d the least significant
 */
public record StateHash(long a, long b, long c, long d) {
  /** The hash of nothing. */
  public static final StateHash ZERO = new StateHash(0, 0, 0, 0);

  /** The hash of one entry. */
  public static StateHash of(String kind, byte[] json) {
    MessageDigest digest = Hash.sha256();
    digest.update(kind.getBytes(UTF_8));
    digest.update((byte) 0);
    digest.update(json);
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new StateHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** With these entries besides. */
  public StateHash plus(StateHash other) {
    long d1 = d + other.d;
    long carry = carry(d, other.d, d1);
    long c1 = c + other.c + carry;
    carry = carryOf(c, other.c, carry);
    long b1 = b + other.b + carry;
    carry = carryOf(b, other.b, carry);
    return new StateHash(a + other.a + carry, b1, c1, d1);
  }

  /** Without these entries. */
  public StateHash minus(StateHash other) {
    return plus(other.negated());
  }

  /** As 64 hexadecimal digits. */
  public String hex() {
    return String.format("%016x%016x%016x%016x", a, b, c, d);
  }

  @Override
  public String toString() {
    return hex();
  }

  private StateHash negated() {
    return new StateHash(~a, ~b, ~c, ~d).plus(new StateHash(0, 0, 0, 1));
  }

  private static long carry(long x, long y, long sum) {
    return ((x & y) | ((x | y) & ~sum)) >>> 63;
  }

  private static long carryOf(long x, long y, long carryIn) {
    return carry(x, y, x + y + carryIn);
  }
}
