package io.arco.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.server.auth.NewToken;
import io.arco.server.auth.Principal;
import io.arco.server.auth.Role;
import io.arco.server.auth.TokenLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code arco token}: makes a token, and the line that a server knows its bearer by. */
@Command(
    name = "token",
    description =
        "Make a token, shown once, and the line for a server's tokens file, which holds its hash"
            + " alone.")
final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The principal, as the journal tells it.")
  private String name;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The tenant it belongs to (default: ${DEFAULT-VALUE}).")
  private String tenant;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "A workspace it may touch; repeatable (default: all of the tenant's).")
  private List<String> workspaces = List.of(Principal.ALL);

  @Option(names = "--group", paramLabel = "NAME", description = "A group it is in; repeatable.")
  private List<String> groups;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "reader, writer or admin.")
  private Role role;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "When it ends: 2027-01-01T00:00:00Z (default: never).")
  private String expires;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Append the line to this file, made if absent, and print the token alone.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    NewToken token = NewToken.draw(new SecureRandom());
    TokenLine line =
        new TokenLine(
            token.sha256(),
            name,
            tenant,
            workspaces,
            groups,
            role.name().toLowerCase(Locale.ROOT),
            expiry());
    try {
      line.principal();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (file != null) {
      append(line.text());
    }
    out.println(token.text());
    if (file == null) {
      out.println(line.text());
    }
    return ExitCode.OK;
  }

  private Instant expiry() {
    try {
      return expires == null ? null : Instant.parse(expires);
    } catch (DateTimeParseException e) {
      throw new CommandException(
          ExitCode.USAGE, "--expires: " + expires + " is no time such as 2027-01-01T00:00:00Z", e);
    }
  }

  /** In one write, behind a line's end. */
  private void append(String line) throws IOException {
    try {
      Files.createFile(file, OwnerOnly.file());
    } catch (FileAlreadyExistsException e) {
      // It is kept as it is.
    }
    String begin = endsALine() ? "" : "\n";
    Files.write(file, (begin + line + "\n").getBytes(UTF_8), StandardOpenOption.APPEND);
  }

  private boolean endsALine() throws IOException {
    try (RandomAccessFile there = new RandomAccessFile(file.toFile(), "r")) {
      if (there.length() == 0) {
        return true;
      }
      there.seek(there.length() - 1);
      return there.read() == '\n';
    }
  }
}
