package io.arco.server.lake;

import io.arco.problem.ProblemException;
import java.util.Map;

/** Why a table of an open format can't be read. Texts are for callers and show no path. */
public final class LakeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What follows from it. */
  public enum Kind {
    /** The table uses something that is not supported; {@code feature} names it. */
    UNSUPPORTED,
    /** Metadata or files are missing, broken, or lie where they may not. */
    UNREADABLE,
    /** A bound is reached; {@code limit} says which number. */
    TOO_LARGE,
    /** The table has no such version; {@code version} names it. */
    NO_VERSION
  }

  private final Kind kind;
  private final transient Map<String, Object> details;

  private LakeException(Kind kind, String text, Map<String, Object> details, Throwable cause) {
    super(text, cause);
    this.kind = kind;
    this.details = Map.copyOf(details);
  }

  static LakeException unsupported(String feature) {
    return new LakeException(
        Kind.UNSUPPORTED,
        "The table uses a feature that is not supported.",
        Map.of("feature", feature),
        null);
  }

  /** With a text that names no path. */
  public static LakeException unreadable(String text) {
    return new LakeException(Kind.UNREADABLE, text, Map.of(), null);
  }

  /** With a text that names no path, and a cause for the log. */
  public static LakeException unreadable(String text, Throwable cause) {
    return new LakeException(Kind.UNREADABLE, text, Map.of(), cause);
  }

  /** With a text that says of what there is too much. */
  public static LakeException tooLarge(String text, long limit) {
    return new LakeException(Kind.TOO_LARGE, text, Map.of("limit", limit), null);
  }

  static LakeException noVersion(Object version) {
    return new LakeException(
        Kind.NO_VERSION, "The table has no such version.", Map.of("version", version), null);
  }

  /** Throws what is known of a failure and its causes: libraries wrap what we throw in them. */
  static void throwKnown(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LakeException known) {
        throw known;
      }
      if (cause instanceof ProblemException known) {
        throw known;
      }
    }
  }

  /** What follows. */
  public Kind kind() {
    return kind;
  }

  /** What the text speaks of. */
  public Map<String, Object> details() {
    return details;
  }
}
