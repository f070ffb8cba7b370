package io.arco.simulation;

import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogLimits;
import io.arco.ledger.Domains;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.tally.TallyDomain;
import io.arco.runtime.Scheduler;
import io.arco.store.MemoryStore;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.VirtualTime;
import io.arco.testing.faults.FaultCounts;
import io.arco.testing.faults.FaultStore;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One seed's world: servers, a store, a network, clients; what they do, and what was found. */
final class World {
  /** So short that some of what is deleted goes for good while others still want it back. */
  static final Duration DROP_RETENTION = Duration.ofSeconds(20);

  /** What this build knows. */
  static final Domains DOMAINS = new Domains(List.of(catalog(), new TallyDomain()));

  /** What a newer build knows. */
  static final Domains NEWER_DOMAINS = new Domains(List.of(catalog(), new NewerTally()));

  /** Runs, tasks and workers, as this build knows them. */
  static final OrchestrationDomain ORCHESTRATION = new OrchestrationDomain();

  /** What this build knows in worlds with runs. */
  private static final Domains RUN_DOMAINS =
      new Domains(List.of(catalog(), new TallyDomain(), ORCHESTRATION));

  /** Virtual time within which clients have asked for all they want, faults or not. */
  private static final long MAX_BUSY_MILLIS = 3_600_000;

  /** No sound world asks more of its store. */
  private static final long MAX_CALLS = 100_000;

  /** No night is longer. */
  private static final long NIGHT_MILLIS = 60 * 3_600_000L;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final Plan plan;
  private final VirtualTime time = new VirtualTime();
  private final Scheduler scheduler = time.scheduler();
  private final SplittableRandom random;
  private final Findings findings = new Findings();
  private final FaultCounts faults = new FaultCounts();
  private final Strikes strikes = new Strikes(faults);
  private final AwaitPoints awaits = new AwaitPoints();
  private final Trace trace;
  private final Truth truth;
  private final SimulatedBus bus;
  private final History history;
  private final Chaos chaos;
  private final Nights nights;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Orchestration orchestration;
  private long calls;
  private long aheadMillis = Node.MAX_SKEW_MILLIS;
  private boolean closing;
  private boolean hintWasMisread;

  World(Plan plan, PrintStream out) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
    this.trace = new Trace(out);
    this.truth = new Truth(this, new MemoryStore(), plan.supportsMatches());
    this.bus = new SimulatedBus(this, random.split());
    this.history = new History(this);
    this.chaos = new Chaos(this, random.split());
    this.nights = new Nights(this, random.split());
    for (int i = 0; i < plan.nodes(); i++) {
      boolean newer = i < plan.newerNodes();
      Domains domains = plan.hasRuns() ? RUN_DOMAINS : newer ? NEWER_DOMAINS : DOMAINS;
      nodes.add(new Node(this, i, domains, plan.profile(), random.split()));
    }
    for (int i = 0; i < plan.clients(); i++) {
      boolean newer = plan.hasNewerBuild() && i == 0;
      clients.add(
          new Client(
              this,
              "client" + i,
              plan.workspaces().get(i % plan.workspaces().size()),
              newer ? nodes.subList(0, plan.newerNodes()) : nodes,
              new Workload(random.split(), newer),
              random.split()));
    }
    this.orchestration = plan.hasRuns() ? new Orchestration(this, random.split()) : null;
  }

  private static CatalogDomain catalog() {
    return new CatalogDomain(CatalogLimits.DEFAULT, DROP_RETENTION);
  }

  /** Runs it to the end and checks what must hold. */
  void run(List<String> points) {
    chaos.begin(points);
    nodes.forEach(Node::start);
    clients.forEach(Client::run);
    if (orchestration != null) {
      orchestration.begin();
    }
    runUntil("all clients have asked enough", () -> clients.stream().allMatch(Client::isDone));
    heal();
    if (orchestration != null && !isBroken()) {
      orchestration.end();
    }
    for (Runnable part : List.<Runnable>of(new Epilogue(this)::run, this::restCostsNothing)) {
      if (!isBroken()) {
        part.run();
      }
    }
    if (!isBroken()) {
      new Checks(this).run();
    }
  }

  /** Whether there is something to tell already: a world with a bug may go on for ever. */
  private boolean isBroken() {
    if (calls > MAX_CALLS) {
      findings.add(Invariant.EVERYTHING_IS_ANSWERED, calls + " calls of the store, no end", null);
    }
    return findings.count() > 0;
  }

  private void runUntil(String what, BooleanSupplier condition) {
    boolean[] late = {false};
    long most = MAX_BUSY_MILLIS + plan.nights() * NIGHT_MILLIS;
    scheduler.schedule(most, () -> late[0] = true);
    time.runUntil(() -> late[0] || isBroken() || condition.getAsBoolean());
    if (!isBroken()) {
      findings.check(
          Invariant.EVERYTHING_IS_ANSWERED, condition.getAsBoolean(), () -> "never: " + what);
    }
  }

  private void heal() {
    trace("heals");
    closing = true;
    bus.heal();
    chaos.end();
    nodes.forEach(Node::heal);
    pass(FaultStore.MAX_LATE_MILLIS + 150_000);
  }

  /** Lets time pass, by the minute, until there is something to tell. */
  void pass(long millis) {
    for (long passed = 0; passed < millis && !isBroken(); passed += MINUTE_MILLIS) {
      time.advance(MINUTE_MILLIS);
    }
  }

  /** Lets an hour pass in which nobody asks for anything; less, if that is not rest. */
  private void restCostsNothing() {
    pass(5 * MINUTE_MILLIS);
    long before = calls;
    for (long rested = 0; rested < HOUR_MILLIS && calls == before; rested += MINUTE_MILLIS) {
      time.advance(MINUTE_MILLIS);
    }
    findings.check(
        Invariant.REST_COSTS_NOTHING,
        calls == before,
        () -> (calls - before) + " calls of the store in a minute of rest");
  }

  /** Runs until a request of the epilogue is answered. */
  void await(String what, BooleanSupplier condition) {
    runUntil(what, condition);
  }

  void died(Node node, ServerProcess process) {
    history.died(process);
    if (!closing) {
      chaos.died(node);
    }
  }

  /** The server that owns workspaces now, as a server sees it: mostly one for all. */
  ServerProcess ownerFor(Node asking) {
    int drawn = random.nextInt(100);
    Node owner = drawn < 60 ? asking : nodes.get(drawn < 80 ? 0 : random.nextInt(nodes.size()));
    if (plan.hasNewerBuild()) {
      owner = asking;
    }
    return owner.isUp() ? owner.server().process() : null;
  }

  /** Enough is so many commands, and so many faults unless the world is one of peace. */
  boolean hasAskedEnough() {
    return history.commands() >= plan.commands()
        && (strikes.total() >= Plan.MIN_FAULTS || history.commands() >= 10L * plan.commands());
  }

  /** What may stand in its journals: all that any of its servers knows. */
  Domains domains() {
    return plan.hasRuns() ? RUN_DOMAINS : NEWER_DOMAINS;
  }

  /** Runs that were made when all faults were over. */
  Set<UUID> soundRuns() {
    return orchestration.soundRuns();
  }

  /** Whether a read of a hint was answered other bytes, on which a writer then relied. */
  boolean hintWasMisread() {
    return hintWasMisread;
  }

  void hintWasMisread(boolean was) {
    hintWasMisread |= was;
  }

  /** A wall clock was set by so much. */
  void jumped(long millis) {
    aheadMillis += Math.max(0, millis);
  }

  /** What no server's wall clock is ahead of. */
  long latestWallMillis() {
    return time.clock().wallMillis() + aheadMillis;
  }

  void called() {
    calls++;
  }

  void trace(String what) {
    trace.add(time.nowMillis(), what);
  }

  Trace trace() {
    return trace;
  }

  Plan plan() {
    return plan;
  }

  VirtualTime time() {
    return time;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Findings findings() {
    return findings;
  }

  FaultCounts faults() {
    return faults;
  }

  Strikes strikes() {
    return strikes;
  }

  AwaitPoints awaits() {
    return awaits;
  }

  Truth truth() {
    return truth;
  }

  SimulatedBus bus() {
    return bus;
  }

  History history() {
    return history;
  }

  Nights nights() {
    return nights;
  }

  boolean isHealed() {
    return closing;
  }

  Chaos chaos() {
    return chaos;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<WorkspaceKeys> workspaces() {
    return plan.workspaces();
  }
}
