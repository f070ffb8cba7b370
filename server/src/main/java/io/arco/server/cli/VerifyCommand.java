package io.arco.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code arco verify}: checks a store. */
@Command(name = "verify", description = "Check a store: hashes, sequences, snapshots.")
final class VerifyCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new CommandException(ExitCode.FAILED, "verify is not part of this build");
  }
}
