package io.arco.server.config;

/** The sections of the configuration that say who may call, and how safely. */
public final class AuthSettings {
  private AuthSettings() {}

  /**
   * Callers known by tokens.
   *
   * @param file holds their hashes
   */
  public record Tokens(
      @Setting(
              text =
                  "With `auth` `tokens`: the file with the hashes of tokens, a line of JSON each,"
                      + " as `arco token` prints it ([how to](../how-to/secure-a-server.md))."
                      + " Looked at once a second and read again when it has changed.",
              fallback = "")
          String file) {}

  /**
   * Callers known by JWTs.
   *
   * @param jwks where the keys are
   * @param algorithms that signatures may have
   * @param issuer that tokens must be of
   * @param audience that tokens must be for
   * @param leewayMillis that clocks may differ
   * @param refreshMillis between two reads of the keys
   * @param unknownKeyMillis between two reads because of a key that is not known
   * @param nameClaim holds the principal's name
   * @param tenantClaim holds the tenant
   * @param workspacesClaim holds the workspaces
   * @param groupsClaim holds the groups
   * @param rolesClaim holds the roles
   */
  public record Jwt(
      @Setting(
              text =
                  "With `auth` `jwt`: where the keys of tokens are, a JWKS at `file:PATH` or"
                      + " `https://…` (`http://` on loopback addresses alone).",
              fallback = "")
          String jwks,
      @Setting(
              text =
                  "The algorithms that signatures of tokens may have, apart by commas: of `RS256`,"
                      + " `RS384`, `RS512`, `PS256`, `PS384`, `PS512`, `ES256`, `ES384`, `ES512`,"
                      + " `EdDSA`.",
              fallback = "RS256,ES256")
          String algorithms,
      @Setting(text = "What `iss` of every token must be.", fallback = "") String issuer,
      @Setting(text = "What `aud` of every token must be or hold.", fallback = "") String audience,
      @Setting(
              text = "How far the issuer's clock may be from the server's, in milliseconds.",
              fallback = "60000",
              max = 600_000)
          long leewayMillis,
      @Setting(
              text = "How often the keys are read again, in milliseconds.",
              fallback = "300000",
              min = 1_000,
              max = 86_400_000)
          long refreshMillis,
      @Setting(
              text =
                  "The least time between two reads of the keys because of a token with an unknown"
                      + " key, or because a read failed, in milliseconds.",
              fallback = "10000",
              min = 100,
              max = 86_400_000)
          long unknownKeyMillis,
      @Setting(text = "The claim with the principal's name.", fallback = "sub") String nameClaim,
      @Setting(text = "The claim with the tenant.", fallback = "tenant") String tenantClaim,
      @Setting(
              text =
                  "The claim with the workspaces, a list or a text with spaces; `*` is all of the"
                      + " tenant's. Without it: none.",
              fallback = "workspaces")
          String workspacesClaim,
      @Setting(
              text = "The claim with the groups, a list or a text with spaces.",
              fallback = "groups")
          String groupsClaim,
      @Setting(
              text =
                  "The claim with the roles, a list or a text with spaces; of `reader`, `writer`,"
                      + " `admin` the highest holds, others mean nothing.",
              fallback = "roles")
          String rolesClaim) {}

  /**
   * TLS of the HTTP and the Flight SQL listener.
   *
   * @param certFile the chain, in PEM
   * @param keyFile its key, in PEM
   * @param allowPlaintext without them, beyond loopback
   */
  public record Tls(
      @Setting(
              text =
                  "A file with the certificate and those it was signed by, in PEM; with it HTTP and"
                      + " Flight SQL are served over TLS. Looked at once a minute, with the key.",
              fallback = "")
          String certFile,
      @Setting(text = "A file with the certificate's private key, in PEM (PKCS #8).", fallback = "")
          String keyFile,
      @Setting(
              text =
                  "Whether addresses beyond loopback may be bound without TLS: for a proxy on the"
                      + " way that ends it. Tokens then travel in the clear behind it.",
              fallback = "false")
          boolean allowPlaintext) {}

  /**
   * How often a tenant may call.
   *
   * @param perSecond on the long run
   * @param burst at once
   */
  public record RateLimit(
      @Setting(
              text =
                  "Calls that each tenant may make in a second on the long run, of each server;"
                      + " more are answered `RATE_LIMITED`. 0: as many as it likes.",
              fallback = "0",
              max = 1_000_000)
          int perSecond,
      @Setting(
              text = "Calls that each tenant may make at once.",
              fallback = "100",
              min = 1,
              max = 1_000_000)
          int burst) {}
}
