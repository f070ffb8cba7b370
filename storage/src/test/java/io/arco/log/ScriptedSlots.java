package io.arco.log;

import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.Version;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Slots whose puts and gets misbehave as a script says, and behave when the script is over. */
final class ScriptedSlots implements Slots {
  /** What a put does and says. */
  enum Put {
    WRITTEN,
    RESET_BEFORE_APPLY,
    RESET_AFTER_APPLY,
    REFUSED_THOUGH_APPLIED
  }

  /** What a damaged read answers. */
  static final byte[] DAMAGED = {-1, -1, -1};

  final Map<Long, byte[]> entries = new HashMap<>();
  final List<byte[]> puts = new ArrayList<>();
  final ArrayDeque<Put> putScript = new ArrayDeque<>();
  int failingGets;
  int damagedGets;
  int gets;
  boolean refusing;

  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    if (refusing) {
      return Future.failedFuture(new StoreException(StoreException.Kind.PERMANENT, "denied", null));
    }
    puts.add(bytes);
    Put put = putScript.isEmpty() ? Put.WRITTEN : putScript.poll();
    boolean free = put != Put.RESET_BEFORE_APPLY && entries.putIfAbsent(n, bytes) == null;
    return Future.succeededFuture(
        switch (put) {
          case RESET_BEFORE_APPLY, RESET_AFTER_APPLY -> new PutOutcome.Unknown("reset");
          case REFUSED_THOUGH_APPLIED -> new PutOutcome.PreconditionFailed();
          case WRITTEN ->
              free ? new PutOutcome.Written(new Version("1")) : new PutOutcome.PreconditionFailed();
        });
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    gets++;
    if (failingGets-- > 0) {
      return Future.failedFuture(
          new StoreException(StoreException.Kind.TRANSIENT, "unreachable", null));
    }
    if (entries.containsKey(n) && damagedGets-- > 0) {
      return Future.succeededFuture(Optional.of(DAMAGED));
    }
    return Future.succeededFuture(Optional.ofNullable(entries.get(n)));
  }

  @Override
  public String nameOf(long n) {
    return "journal/" + n;
  }
}
