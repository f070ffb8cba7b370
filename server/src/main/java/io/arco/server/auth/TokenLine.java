package io.arco.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.json.Json;
import io.arco.store.Tenant;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of a tokens file: a JSON object that says who bears a token, and not the token.
 *
 * @param sha256 of the token's text, 64 digits of lower-case hexadecimal
 * @param name of the principal
 * @param tenant of the principal
 * @param workspaces it may touch, {@value Principal#ALL} for all of the tenant's
 * @param groups it is in; may be left out
 * @param role it has
 * @param expiresAt when the token ends; may be left out
 */
@JsonPropertyOrder({"sha256", "name", "tenant", "workspaces", "groups", "role", "expiresAt"})
public record TokenLine(
    String sha256,
    String name,
    String tenant,
    List<String> workspaces,
    List<String> groups,
    String role,
    Instant expiresAt) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Reads and checks a line.
   *
   * @throws IllegalArgumentException saying what is wrong, without the line
   */
  static TokenLine parse(String json) {
    try {
      TokenLine line = Json.MAPPER.readValue(json, TokenLine.class);
      if (line == null) {
        throw new IllegalArgumentException("is no JSON object");
      }
      line.principal();
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "is no JSON object of the known fields with values of their types", e);
    }
  }

  /** The line as it stands in the file. */
  public String text() {
    return new String(Json.bytes(this), UTF_8);
  }

  /**
   * The principal it speaks of.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public Principal principal() {
    require(sha256 != null && SHA256.matcher(sha256).matches(), "sha256 must be 64 digits of hex");
    require(
        name != null && Principal.isName(name),
        "name must be 1 to 255 visible ASCII characters, and none of anonymous, arco, task");
    require(tenant != null, "tenant is missing");
    require(workspaces != null && !workspaces.isEmpty(), "workspaces is missing");
    List<String> inGroups = groups == null ? List.of() : groups;
    require(
        workspaces.size() <= Principal.MAX_ENTRIES && inGroups.size() <= Principal.MAX_ENTRIES,
        "workspaces and groups have at most " + Principal.MAX_ENTRIES + " entries");
    require(
        Stream.concat(workspaces.stream(), inGroups.stream()).allMatch(Objects::nonNull),
        "a list holds null");
    for (String workspace : workspaces) {
      if (!workspace.equals(Principal.ALL)) {
        Workspace.of(tenant, workspace);
      }
    }
    Optional<Role> known = role == null ? Optional.empty() : Role.of(role);
    require(known.isPresent(), "role must be reader, writer or admin");
    return new Principal(
        name, Optional.of(new Tenant(tenant)), workspaces, Set.copyOf(inGroups), known);
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new IllegalArgumentException(text);
    }
  }
}
