package io.arco.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.server.token.SigningKeys;
import java.util.Base64;

/**
 * Signs and verifies the URLs of files (docs/design/021-signed-urls.md): {@code
 * /files/v1/{tenant}/{workspace}/{domain}/{table}/{file}?size=&sha256=&exp=&sig=}. Thread-safe.
 *
 * @param keys the secrets: the first signs, all verify
 * @param clock tells when a URL's time is over
 */
public record FileUrls(SigningKeys keys, Clock clock) {
  /** What all such paths begin with. */
  public static final String ROOT = "/files/v1/";

  /** First line of what is signed, so that no signature for another purpose is one for a URL. */
  static final String PURPOSE = "arco.file-url.v1";

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** The URL of a file, without scheme and host: a reference for the server that made it. */
  public String sign(SignedFile file) {
    return ROOT
        + file.workspace().tenant().name()
        + "/"
        + file.workspace().name()
        + "/"
        + file.table().domain()
        + "/"
        + file.table().name()
        + "/"
        + file.name()
        + "?size="
        + file.bytes()
        + "&sha256="
        + file.sha256().hex()
        + "&exp="
        + file.expiresAt().getEpochSecond()
        + "&sig="
        + ENCODER.encodeToString(keys.sign(text(file)));
  }

  /**
   * Checks that one of the keys has signed the URL of this file, and that its time is not over.
   * Takes as long for a wrong signature as for a right one.
   *
   * @param signature as the URL has it
   * @throws ProblemException INVALID_URL, the same for both
   */
  public void verify(SignedFile file, String signature) {
    // Of the texts that decode to the same bytes only one is a signature.
    boolean isSigned =
        keys.verify(text(file), mac -> ENCODER.encode(mac), signature.getBytes(UTF_8));
    if (!isSigned || file.expiresAt().toEpochMilli() <= clock.wallMillis()) {
      throw invalid();
    }
  }

  /** The problem of a URL that is not one of ours, or no longer. */
  public static ProblemException invalid() {
    return Problem.of(
            ErrorCode.INVALID_URL, "The URL is not one that was signed here, or its time is over.")
        .asException();
  }

  private static byte[] text(SignedFile file) {
    return String.join(
            "\n",
            PURPOSE,
            file.workspace().tenant().name(),
            file.workspace().name(),
            file.path(),
            Long.toString(file.bytes()),
            file.sha256().hex(),
            Long.toString(file.expiresAt().getEpochSecond()))
        .getBytes(UTF_8);
  }
}
