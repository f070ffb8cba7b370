package io.arco.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Kills, pauses and cuts off servers and moves their clocks. Some kills wait for a server to be at
 * one certain point, so that over many seeds all points have their turn.
 */
final class Chaos {
  /** Kills per world that wait for a point. */
  private static final int AIMED = 4;

  /** Within so long the pauses, jumps and the like of a world begin. */
  private static final int SPAN_MILLIS = 12_000;

  private static final long HOUR_MILLIS = 3_600_000;

  private final World world;
  private final SplittableRandom random;
  private boolean over;

  Chaos(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
  }

  void begin(List<String> points) {
    Aim[] aims = new Aim[points.isEmpty() ? 0 : AIMED];
    for (int i = 0; i < aims.length; i++) {
      int index = (int) Math.floorMod(world.plan().seed() * AIMED + i, (long) points.size());
      aims[i] = new Aim(points.get(index), 1 + random.nextInt(3));
    }
    world
        .awaits()
        .watch(
            (process, point) -> {
              for (Aim aim : aims) {
                aim.at(process, point);
              }
            });
    at(random.nextInt(2), () -> kill(anyNode()));
    at(world.plan().pauses(), () -> pause(anyNode()));
    at(world.plan().jumps(), () -> jump(anyNode()));
    at(world.plan().partitions(), () -> partition(anyNode()));
  }

  /** Ends it: all servers run again. */
  void end() {
    over = true;
    world.awaits().watch((process, point) -> {});
    for (Node node : world.nodes()) {
      node.start();
      node.server().process().resume();
    }
  }

  private void at(int times, Runnable event) {
    for (int i = 0; i < times; i++) {
      world
          .scheduler()
          .schedule(
              random.nextInt(SPAN_MILLIS),
              () -> {
                if (!over) {
                  event.run();
                }
              });
    }
  }

  private Node anyNode() {
    return world.nodes().get(random.nextInt(world.nodes().size()));
  }

  private void kill(Node node) {
    if (node.isUp()) {
      kill(node.server().process());
    }
  }

  private void kill(ServerProcess process) {
    if (over || process.isDead()) {
      return;
    }
    world.strikes().add(Strikes.CRASH);
    world.trace(process.name() + " is killed");
    process.kill();
  }

  /** Some time after a death a new server is started. */
  void died(Node node) {
    world.scheduler().schedule(random.nextInt(4_000), node::start);
  }

  private void pause(Node node) {
    if (node.isUp()) {
      long millis = 1L << random.nextInt(5, 17);
      world.trace(node.name() + " pauses for " + millis);
      world.strikes().add(Strikes.PAUSE);
      node.server().process().pause(millis);
    }
  }

  private void jump(Node node) {
    long hours = 1 + random.nextInt(world.plan().nights() > 0 ? 5 : 30);
    long millis = (random.nextBoolean() ? 1 : -1) * hours * HOUR_MILLIS / (1 + random.nextInt(60));
    world.trace("the clock of " + node.name() + " jumps by " + millis);
    world.strikes().add(Strikes.CLOCK_JUMP);
    node.jumpWall(millis);
    world.jumped(millis);
  }

  private void partition(Node node) {
    if (node.isUp()) {
      long millis = 1_000 + random.nextInt(30_000);
      world.trace(node.name() + " is cut off for " + millis);
      node.server().faults().partition(millis);
    }
  }

  /** A kill that waits until a server is at a point for the so-manieth time. */
  private final class Aim {
    private final String point;
    private int left;

    Aim(String point, int left) {
      this.point = point;
      this.left = left;
    }

    void at(ServerProcess process, String reached) {
      if (left > 0 && reached.equals(point) && --left == 0) {
        long delay = random.nextInt(3);
        world.scheduler().schedule(delay, () -> kill(process));
      }
    }
  }
}
