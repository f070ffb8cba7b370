package io.arco.simulation;

import io.arco.ledger.Domains;
import io.arco.runtime.Clock;
import io.arco.testing.faults.FaultProfile;
import java.util.SplittableRandom;

/** A machine: its clock and its place in the network outlive the servers that run on it. */
final class Node {
  /** So far its wall clock is from the true time at first, before or behind. */
  static final long MAX_SKEW_MILLIS = 2_000;

  private final World world;
  private final int index;
  private final Domains domains;
  private final SplittableRandom random;
  private final long nanoOrigin;
  private FaultProfile profile;
  private long wallOffsetMillis;
  private int lives;
  private Server server;

  Node(World world, int index, Domains domains, FaultProfile profile, SplittableRandom random) {
    this.world = world;
    this.index = index;
    this.domains = domains;
    this.profile = profile;
    this.random = random;
    this.nanoOrigin = random.nextLong();
    this.wallOffsetMillis = random.nextLong(-MAX_SKEW_MILLIS, MAX_SKEW_MILLIS);
  }

  String name() {
    return "n" + index;
  }

  /** What its build knows. */
  Domains domains() {
    return domains;
  }

  FaultProfile profile() {
    return profile;
  }

  /** The server that runs, or null. */
  Server server() {
    return server;
  }

  boolean isUp() {
    return server != null;
  }

  void jumpWall(long millis) {
    wallOffsetMillis += millis;
  }

  void start() {
    if (server != null) {
      return;
    }
    ServerProcess process = new ServerProcess(world, name() + "." + ++lives, random.split());
    world.trace(process.name() + " starts");
    process.onDeath(
        () -> {
          server = null;
          world.died(this, process);
        });
    server = new Server(world, this, process, random.split());
  }

  void heal() {
    profile = profile.healed();
    if (server != null) {
      server.faults().heal();
    }
  }

  /** Its clocks: a wall clock that jumps, and a monotonic one from an origin of its own. */
  Clock clock() {
    Clock time = world.time().clock();
    return new Clock() {
      @Override
      public long wallMillis() {
        return time.wallMillis() + wallOffsetMillis;
      }

      @Override
      public long nanoTime() {
        return time.nanoTime() + nanoOrigin;
      }
    };
  }
}
