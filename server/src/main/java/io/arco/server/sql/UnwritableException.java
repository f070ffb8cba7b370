package io.arco.server.sql;

import java.nio.file.Path;
import java.util.Optional;

/** The file that a task writes can't be written: no space, a disk that is read-only. */
public final class UnwritableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnwritableException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /**
   * What a failure of the engine says of a file that it was writing; nothing if it is about
   * something else. The message is the system's reason, without the path.
   */
  static Optional<UnwritableException> of(Throwable failure, Path target) {
    String message = String.valueOf(failure.getMessage());
    int at = message.lastIndexOf(target.toString());
    if (!message.contains("IO Error: ") || at < 0) {
      return Optional.empty();
    }
    String behind = message.substring(at + target.toString().length());
    String reason = behind.replaceFirst("^\"?[:!.]*\\s*", "").lines().findFirst().orElse("");
    return Optional.of(
        new UnwritableException(reason.isEmpty() ? "the system refuses it" : reason, failure));
  }
}
