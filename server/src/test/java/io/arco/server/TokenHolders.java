package io.arco.server;

import io.arco.server.auth.NewToken;
import io.arco.server.auth.Role;
import io.arco.server.auth.TokenLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A tokens file for tests, and who bears its tokens. */
public final class TokenHolders {
  private final Path file;
  private final List<String> lines = new ArrayList<>();

  /** A file in this directory, without tokens. */
  public TokenHolders(Path directory) {
    file = directory.resolve("tokens");
    write();
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** A new token for all of a tenant. */
  public String add(String name, String tenant, Role role) {
    return add(name, tenant, List.of("*"), role, null);
  }

  /** A new token. */
  public String add(
      String name, String tenant, List<String> workspaces, Role role, Instant expiresAtOrNull) {
    NewToken token = NewToken.draw(new SecureRandom());
    lines.add(
        new TokenLine(token.sha256(), name, tenant, workspaces, null, role.text(), expiresAtOrNull)
            .text());
    write();
    return token.text();
  }

  /** Takes the last token away. */
  public void removeLast() {
    lines.remove(lines.size() - 1);
    write();
  }

  private void write() {
    replace("# tokens\n\n" + String.join("\n", lines) + "\n");
  }

  /** Has the file say this, at once: who reads it meanwhile sees the old text, or the new one. */
  void replace(String text) {
    try {
      Path whole = Files.createTempFile(file.getParent(), "tokens", ".new");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A configuration with these tokens. */
  public String[] settings(String... more) {
    List<String> settings =
        new ArrayList<>(List.of("auth", "tokens", "tokens.file", file.toString()));
    settings.addAll(List.of(more));
    return settings.toArray(String[]::new);
  }
}
