package io.arco.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Watches whom a process talks to, as the kernel tells ({@code /proc}, Linux): every remote address
 * of its TCP and UDP sockets, looked at about a thousand times a second until closed. An attempt
 * that waits for an answer is seen too.
 */
final class Sockets implements AutoCloseable {
  private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");
  private static final long LOOK_NANOS = 1_000_000;
  private static final String IPV4_LOOPBACK = "7F";
  private static final String IPV6_LOOPBACK = "00000000000000000000000001000000";
  private static final String MAPPED_LOOPBACK = "0000000000000000FFFF0000";

  private final Set<String> remotes = new ConcurrentSkipListSet<>();
  private final Path process;
  private final Thread thread = new Thread(this::watch, "sockets");
  private volatile boolean watching = true;

  private Sockets(long pid) {
    process = Path.of("/proc/" + pid);
  }

  static Sockets of(long pid) {
    Sockets sockets = new Sockets(pid);
    sockets.thread.start();
    return sockets;
  }

  /** Remote addresses seen so far, as the kernel writes them: {@code ADDRESS:PORT}, hexadecimal. */
  Set<String> remotes() {
    return new TreeSet<>(remotes);
  }

  /** Those of them that are not this machine's loopback. */
  Set<String> foreign() {
    return remotes().stream()
        .filter(remote -> !isLoopback(remote.substring(0, remote.indexOf(':'))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static boolean isLoopback(String address) {
    if (address.length() == 8) {
      return address.endsWith(IPV4_LOOPBACK);
    }
    return address.equals(IPV6_LOOPBACK)
        || (address.startsWith(MAPPED_LOOPBACK) && address.endsWith(IPV4_LOOPBACK));
  }

  private void watch() {
    while (watching) {
      try {
        look();
      } catch (IOException e) {
        return; // The process is gone.
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void look() throws IOException {
    Set<String> inodes = inodes();
    for (String table : TABLES) {
      Path file = process.resolve("net").resolve(table);
      if (Files.exists(file)) {
        remotes.addAll(remotes(Files.readAllLines(file), inodes));
      }
    }
  }

  /** The remote addresses in a table of the kernel, of these sockets and connected. */
  static Set<String> remotes(List<String> lines, Set<String> inodes) {
    return lines.stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> inodes.contains(fields[9]) && !fields[2].endsWith(":0000"))
        .map(fields -> fields[2])
        .collect(Collectors.toSet());
  }

  private Set<String> inodes() throws IOException {
    try (Stream<Path> handles = Files.list(process.resolve("fd"))) {
      return handles
          .map(Sockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (NoSuchFileException e) {
      return ""; // Closed meanwhile.
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    watching = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
