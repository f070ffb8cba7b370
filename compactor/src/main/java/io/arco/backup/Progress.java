package io.arco.backup;

/** Is told of each object that was copied. Called on the runtime's scheduler; must not block. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = bytes -> {};

  /** One more object is where it was to be copied to. */
  void copied(long bytes);
}
