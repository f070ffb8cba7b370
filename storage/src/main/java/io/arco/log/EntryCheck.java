package io.arco.log;

/** Tells a sound entry of a log from one that was damaged. */
@FunctionalInterface
public interface EntryCheck {
  /** Takes everything for sound. */
  EntryCheck NONE = (n, bytes) -> true;

  /** Whether these bytes can be entry {@code n}, as far as that can be seen from them alone. */
  boolean isSound(long n, byte[] bytes);
}
