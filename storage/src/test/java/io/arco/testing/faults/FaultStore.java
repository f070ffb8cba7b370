package io.arco.testing.faults;

import io.arco.runtime.Scheduler;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One node's view of a store that many share, with faults as a {@link FaultProfile} says. A call
 * travels to the store on the world's scheduler, so that what was sent takes effect even if the
 * node is gone by then; its answer arrives on the node's. Closing does not close the store.
 */
public final class FaultStore implements ObjectStore {
  /** After how long a node that can't reach the store is told so. */
  static final long TIMEOUT_MILLIS = 5_000;

  /** The latest that a late or second copy of a call takes effect. */
  public static final long MAX_LATE_MILLIS = 300_000;

  private static final long MAX_STALL_MILLIS = 60_000;
  private static final long MAX_UNAVAILABLE_MILLIS = 10_000;

  private static final Fault[] OF_PUTS = {
    Fault.RESET_BEFORE_APPLY,
    Fault.RESET_AFTER_APPLY,
    Fault.LATE_APPLY,
    Fault.DUPLICATE_APPLY,
    Fault.PRECONDITION_FAILED_ON_OWN_RETRY,
    Fault.CONFLICT_409,
    Fault.SLOW_DOWN_503
  };
  private static final Fault[] OF_DELETES = {
    Fault.RESET_BEFORE_APPLY,
    Fault.RESET_AFTER_APPLY,
    Fault.LATE_APPLY,
    Fault.DUPLICATE_APPLY,
    Fault.SLOW_DOWN_503
  };
  private static final Fault[] OF_READS = {
    Fault.RESET_BEFORE_APPLY, Fault.SLOW_DOWN_503, Fault.TRUNCATED_READ, Fault.CORRUPT_READ
  };
  private static final Fault[] OF_LISTS = {Fault.SLOW_DOWN_503, Fault.LIST_PAGE_LOSS};

  private final ObjectStore store;
  private final Scheduler world;
  private final Executor node;
  private final LongSupplier nowMillis;
  private final RandomGenerator random;
  private final FaultCounts counts;
  private final ReadDamage damage;
  private final Map<String, Long> unavailableUntil = new HashMap<>();
  private Predicate<Prefix> mayLack = prefix -> true;
  private FaultProfile profile;
  private long partitionedUntil = Long.MIN_VALUE;

  /**
   * A view of a store.
   *
   * @param world where calls travel and take effect
   * @param node where answers arrive
   * @param nowMillis the virtual time
   */
  public FaultStore(
      ObjectStore store,
      Scheduler world,
      Executor node,
      LongSupplier nowMillis,
      RandomGenerator random,
      FaultProfile profile,
      FaultCounts counts) {
    this.store = store;
    this.world = world;
    this.node = node;
    this.nowMillis = nowMillis;
    this.random = random;
    this.profile = profile;
    this.counts = counts;
    this.damage = new ReadDamage(random);
  }

  /** Changes how it behaves from now on. */
  public void become(FaultProfile other) {
    profile = other;
  }

  /** Says of which folders a page may lack entries without saying so; of all at first. */
  public void lacking(Predicate<Prefix> folders) {
    mayLack = folders;
  }

  /** Ends every fault; what is late still comes. */
  public void heal() {
    profile = profile.healed();
    partitionedUntil = Long.MIN_VALUE;
    unavailableUntil.clear();
  }

  /** Cuts this node off for so long. */
  public void partition(long millis) {
    partitionedUntil = Math.max(partitionedUntil, nowMillis.getAsLong() + millis);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    if (isCutOff(key)) {
      return after(TIMEOUT_MILLIS, () -> unknown("timeout"));
    }
    Precondition asked = precondition;
    if (precondition instanceof Precondition.Absent && strikes(Fault.IGNORES_PUT_IF_ABSENT)) {
      asked = Precondition.NONE;
    }
    Precondition sent = asked;
    Supplier<Future<PutOutcome>> put = () -> store.put(key, bytes, sent);
    Fault fault = profile.draw(OF_PUTS, random);
    if (fault == Fault.PRECONDITION_FAILED_ON_OWN_RETRY
        && precondition instanceof Precondition.None) {
      fault = null;
    }
    return fault == null ? call(put) : faulty(fault, put);
  }

  private Future<PutOutcome> faulty(Fault fault, Supplier<Future<PutOutcome>> put) {
    return switch (fault) {
      case RESET_BEFORE_APPLY, CONFLICT_409, SLOW_DOWN_503 -> call(() -> unknownBy(fault));
      case RESET_AFTER_APPLY -> call(() -> put.get().compose(done -> unknownBy(fault)));
      case LATE_APPLY -> {
        later(fault, put);
        yield after(latency(), () -> unknown("timeout"));
      }
      case DUPLICATE_APPLY -> {
        Future<PutOutcome> answer = call(put);
        later(fault, put);
        yield answer;
      }
      case PRECONDITION_FAILED_ON_OWN_RETRY ->
          call(
              () ->
                  put.get()
                      .map(
                          done -> {
                            if (done instanceof PutOutcome.Written) {
                              counts.add(fault);
                            }
                            return new PutOutcome.PreconditionFailed();
                          }));
      default -> throw new IllegalStateException(fault + " is no fault of puts");
    };
  }

  @Override
  public Future<Void> delete(Key key) {
    if (isCutOff(key)) {
      return after(TIMEOUT_MILLIS, () -> failed("timeout"));
    }
    Supplier<Future<Void>> delete = () -> store.delete(key);
    Fault fault = profile.draw(OF_DELETES, random);
    if (fault == null) {
      return call(delete);
    }
    return switch (fault) {
      case RESET_BEFORE_APPLY, SLOW_DOWN_503 -> call(() -> failedBy(fault));
      case RESET_AFTER_APPLY -> call(() -> delete.get().compose(done -> failedBy(fault)));
      case LATE_APPLY -> {
        later(fault, delete);
        yield after(latency(), () -> failed("timeout"));
      }
      case DUPLICATE_APPLY -> {
        Future<Void> answer = call(delete);
        later(fault, delete);
        yield answer;
      }
      default -> throw new IllegalStateException(fault + " is no fault of deletes");
    };
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return read(key, () -> store.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return read(key, () -> store.get(key, range));
  }

  private Future<ReadOutcome> read(Key key, Supplier<Future<ReadOutcome>> get) {
    if (isCutOff(key)) {
      return after(TIMEOUT_MILLIS, () -> failed("timeout"));
    }
    Fault fault = profile.draw(OF_READS, random);
    if (fault == null) {
      return call(get);
    }
    if (fault != Fault.TRUNCATED_READ && fault != Fault.CORRUPT_READ) {
      return call(() -> failedBy(fault));
    }
    return call(
        () ->
            get.get()
                .map(
                    outcome -> {
                      ReadOutcome damaged = damage.of(fault, outcome);
                      if (damaged != outcome) {
                        counts.add(fault);
                      }
                      return damaged;
                    }));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return isCutOff(key)
        ? after(TIMEOUT_MILLIS, () -> failed("timeout"))
        : call(() -> store.head(key));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    if (isPartitioned()) {
      return after(TIMEOUT_MILLIS, () -> failed("timeout"));
    }
    Fault fault = profile.draw(OF_LISTS, random);
    if (fault == Fault.SLOW_DOWN_503) {
      return call(() -> failedBy(fault));
    }
    int way = random.nextInt(3);
    if (fault == null || way > 0) {
      Future<Listing> page = call(() -> store.list(prefix, after, limit));
      return fault == null
          ? page
          : page.map(whole -> lossy(whole, way == 1 || !mayLack.test(prefix)));
    }
    return call(() -> failedBy(fault));
  }

  /** A page that ends early and says so, or one that lacks entries and does not. */
  private Listing lossy(Listing whole, boolean admitted) {
    int size = whole.entries().size();
    if (size < 2) {
      return whole;
    }
    counts.add(Fault.LIST_PAGE_LOSS);
    int cut = 1 + random.nextInt(size - 1);
    List<Listing.Entry> left = whole.entries().subList(0, cut);
    return new Listing(left, !admitted && whole.complete());
  }

  @Override
  public boolean supportsMatches() {
    return store.supportsMatches();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private boolean strikes(Fault fault) {
    boolean strikes = profile.strikes(fault, random);
    if (strikes) {
      counts.add(fault);
    }
    return strikes;
  }

  private boolean isPartitioned() {
    boolean is = nowMillis.getAsLong() < partitionedUntil;
    if (is) {
      counts.add(Fault.PARTITION);
    }
    return is;
  }

  private boolean isCutOff(Key key) {
    if (isPartitioned()) {
      return true;
    }
    long now = nowMillis.getAsLong();
    if (now < unavailableUntil.getOrDefault(key.text(), Long.MIN_VALUE)) {
      counts.add(Fault.KEY_UNAVAILABLE);
      return true;
    }
    if (strikes(Fault.KEY_UNAVAILABLE)) {
      unavailableUntil.put(key.text(), now + 1 + random.nextLong(MAX_UNAVAILABLE_MILLIS));
      return true;
    }
    return false;
  }

  private Future<PutOutcome> unknownBy(Fault fault) {
    counts.add(fault);
    return unknown(fault.name());
  }

  private static Future<PutOutcome> unknown(String reason) {
    return Future.succeededFuture(new PutOutcome.Unknown(reason));
  }

  private <T> Future<T> failedBy(Fault fault) {
    counts.add(fault);
    return failed(fault.name());
  }

  private static <T> Future<T> failed(String reason) {
    return Future.failedFuture(new StoreException(StoreException.Kind.TRANSIENT, reason, null));
  }

  private long latency() {
    long millis = profile.latencyMillis(random);
    if (profile.isSlow(millis)) {
      counts.add(Fault.LATENCY);
    }
    return strikes(Fault.STALL) ? millis + 1_000 + random.nextLong(MAX_STALL_MILLIS) : millis;
  }

  /** Takes effect after a time whose logarithm is uniform, and answers nobody. */
  private <T> void later(Fault fault, Supplier<Future<T>> call) {
    double scale = random.nextDouble();
    long delayMillis = Math.round(20 * Math.pow(MAX_LATE_MILLIS / 20.0, scale));
    world.schedule(
        delayMillis,
        () -> {
          counts.add(fault);
          call.get().onComplete(nobodyListens -> {});
        });
  }

  /** There in a part of the latency, back in the rest. */
  private <T> Future<T> call(Supplier<Future<T>> call) {
    long latency = latency();
    long there = random.nextLong(latency + 1);
    Promise<T> promise = Promise.promise();
    world.schedule(
        there,
        () ->
            call.get()
                .onComplete(
                    answer -> world.schedule(latency - there, () -> node(promise, answer))));
    return promise.future();
  }

  private <T> Future<T> after(long millis, Supplier<Future<T>> answer) {
    Promise<T> promise = Promise.promise();
    world.schedule(millis, () -> node(promise, answer.get()));
    return promise.future();
  }

  private <T> void node(Promise<T> promise, io.vertx.core.AsyncResult<T> answer) {
    node.execute(() -> promise.handle(answer));
  }
}
