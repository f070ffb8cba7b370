package io.arco.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the claims of a token whose signature is good. */
record JwtClaims(JwtOptions options) {
  private static final double MILLIS = 1_000;

  /**
   * Whom claims name, and when they hold; times in milliseconds of the wall clock, without leeway.
   *
   * @param begins from when on, negative infinity if they don't say
   * @param ends until when, exclusive
   */
  record Claimed(Principal principal, double begins, double ends) {
    /** Whether they hold at a time, for clocks that differ by so much at most. */
    boolean holds(long wallMillis, long leewayMillis) {
      return begins <= wallMillis + leewayMillis && ends > wallMillis - leewayMillis;
    }
  }

  /** What is claimed, if it is for this server, names a principal and says until when. */
  Optional<Claimed> read(JsonNode claims) {
    JsonNode ends = claims.path("exp");
    JsonNode begins = claims.path("nbf");
    boolean isTimed = ends.isNumber() && (begins.isMissingNode() || begins.isNumber());
    if (!isTimed || !isForUs(claims)) {
      return Optional.empty();
    }
    double from = begins.isNumber() ? begins.doubleValue() * MILLIS : Double.NEGATIVE_INFINITY;
    return named(claims)
        .map(principal -> new Claimed(principal, from, ends.doubleValue() * MILLIS));
  }

  private boolean isForUs(JsonNode claims) {
    JsonNode audience = claims.path("aud");
    boolean isMeant = audience.isTextual() && audience.textValue().equals(options.audience());
    for (JsonNode one : audience) {
      isMeant |= one.isTextual() && one.textValue().equals(options.audience());
    }
    JsonNode issuer = claims.path("iss");
    return isMeant && issuer.isTextual() && issuer.textValue().equals(options.issuer());
  }

  private Optional<Principal> named(JsonNode claims) {
    JsonNode name = claims.path(options.nameClaim());
    JsonNode tenant = claims.path(options.tenantClaim());
    Optional<List<String>> workspaces = texts(claims.path(options.workspacesClaim()));
    Optional<List<String>> groups = texts(claims.path(options.groupsClaim()));
    Optional<List<String>> roles = texts(claims.path(options.rolesClaim()));
    boolean isWhole =
        name.isTextual()
            && Principal.isName(name.textValue())
            && tenant.isTextual()
            && workspaces.isPresent()
            && groups.isPresent()
            && roles.isPresent();
    if (!isWhole) {
      return Optional.empty();
    }
    try {
      workspaces.get().stream()
          .filter(it -> !it.equals(Principal.ALL))
          .forEach(it -> Workspace.of(tenant.textValue(), it));
      return Optional.of(
          new Principal(
              name.textValue(),
              Optional.of(new Tenant(tenant.textValue())),
              workspaces.get(),
              Set.copyOf(groups.get()),
              roles.get().stream().flatMap(it -> Role.of(it).stream()).max(Role::compareTo)));
    } catch (IllegalArgumentException e) {
      // No tenant or no workspace can be called so.
      return Optional.empty();
    }
  }

  /** A list of texts, or one text with spaces between them; none where there is no such claim. */
  private static Optional<List<String>> texts(JsonNode claim) {
    if (claim.isMissingNode() || claim.isNull()) {
      return Optional.of(List.of());
    }
    if (claim.isTextual()) {
      String text = claim.textValue().strip();
      return bounded(text.isEmpty() ? List.of() : List.of(text.split(" +")));
    }
    if (!claim.isArray()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : claim) {
      if (!one.isTextual()) {
        return Optional.empty();
      }
      texts.add(one.textValue());
    }
    return bounded(texts);
  }

  private static Optional<List<String>> bounded(List<String> texts) {
    return texts.size() > Principal.MAX_ENTRIES ? Optional.empty() : Optional.of(texts);
  }
}
