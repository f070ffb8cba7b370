package io.arco.server.tasklog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.planner.run.AttemptRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Logs of attempts in the store: chunk {@code n} is an object that is put if absent, so that who
 * sends it twice has stored it once. Chunks are numbered from 1 without gaps.
 *
 * <p>The length of a log is remembered by the server that takes its chunks, and counted in the
 * store where it is not: a log to which two servers write at once may become longer than the bound
 * by what they store meanwhile.
 *
 * <p>Any thread; futures complete on any, and fail with {@link ProblemException}.
 */
public final class TaskLogs {
  private final ObjectStore store;
  private final LogLimits limits;
  private final Map<Known, LogLength> lengths =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Known, LogLength> eldest) {
              return size() > LogLimits.MAX_KNOWN;
            }
          });

  private record Known(Workspace workspace, AttemptRef attempt) {}

  /**
   * A chunk that is stored.
   *
   * @param n its number
   * @param bytes of the whole log up to here, as far as this server knows
   */
  public record Stored(long n, long bytes) {}

  /**
   * A chunk.
   *
   * @param n its number
   * @param text what it says
   */
  public record Chunk(long n, String text) {}

  /** Logs in this store, of which this role writes nothing else. */
  public TaskLogs(ObjectStore store, LogLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * Stores a chunk. Fails with INVALID_REQUEST if it is no text, TOO_LARGE, LOG_LIMIT_REACHED, or
   * LOG_CONFLICT if another one has its number or one before it is missing; with UNAVAILABLE where
   * the store can't tell: the same again is safe.
   */
  public Future<Stored> append(Workspace workspace, AttemptRef attempt, long n, byte[] text) {
    Problem refusal = refusal(n, text);
    if (refusal != null) {
      return Future.failedFuture(refusal.asException());
    }
    Known key = new Known(workspace, attempt);
    LogLength known = lengths.get(key);
    if (known == null && n == 1) {
      known = new LogLength(0, 0);
      lengths.put(key, known);
    }
    if (known != null && n <= known.next()) {
      return put(key, known, n, text);
    }
    return count(key)
        .compose(
            length ->
                n <= length.next()
                    ? put(key, length, n, text)
                    : Future.failedFuture(
                        Problem.of(ErrorCode.LOG_CONFLICT, "A chunk before this one is missing.")
                            .with("expected", length.next())
                            .with("received", n)
                            .asException()));
  }

  private static Problem refusal(long n, byte[] text) {
    if (n > LogLimits.MAX_CHUNKS) {
      return limitReached().with("maxChunks", LogLimits.MAX_CHUNKS);
    }
    if (text.length == 0) {
      return Problem.of(ErrorCode.INVALID_REQUEST, "A chunk holds at least one byte.");
    }
    if (text.length > LogLimits.MAX_CHUNK_BYTES) {
      return Problem.of(ErrorCode.TOO_LARGE, "A chunk is larger than one may be.")
          .with("maxBytes", LogLimits.MAX_CHUNK_BYTES);
    }
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return null;
    } catch (CharacterCodingException e) {
      return Problem.of(ErrorCode.INVALID_REQUEST, "A chunk must be UTF-8 text.");
    }
  }

  private static Problem limitReached() {
    return Problem.of(
        ErrorCode.LOG_LIMIT_REACHED, "The log of the attempt is as long as it may be.");
  }

  private Future<Stored> put(Known key, LogLength length, long n, byte[] text) {
    if (n == length.next() && length.bytes() + text.length > limits.maxBytes()) {
      return Future.failedFuture(limitReached().with("maxBytes", limits.maxBytes()).asException());
    }
    Key chunk = chunk(key.workspace(), key.attempt(), n);
    return role(key.workspace())
        .put(chunk, text, Precondition.ABSENT)
        .compose(
            outcome ->
                outcome instanceof PutOutcome.Written
                    ? Future.succeededFuture(text)
                    : read(chunk).map(found -> found.orElseThrow(TaskLogs::unknown)))
        .recover(failure -> Future.failedFuture(problemOf(failure)))
        .map(
            stored -> {
              if (!Arrays.equals(stored, text)) {
                throw Problem.of(ErrorCode.LOG_CONFLICT, "Another chunk has this number.")
                    .with("received", n)
                    .asException();
              }
              length.stored(n, text.length);
              return new Stored(n, length.bytes());
            });
  }

  /** How long a log is, counted in the store: what a server does once that has not written it. */
  private Future<LogLength> count(Known key) {
    WorkspaceKeys keys = new WorkspaceKeys(key.workspace());
    AttemptRef attempt = key.attempt();
    Prefix folder = keys.log(attempt.run(), attempt.task(), attempt.attempt());
    return count(folder, null, 0, 0)
        .recover(failure -> Future.failedFuture(problemOf(failure)))
        .onSuccess(length -> lengths.put(key, length));
  }

  private Future<LogLength> count(Prefix folder, Key after, long chunks, long bytes) {
    return store
        .list(folder, after, Listing.MAX_LIMIT)
        .compose(
            page -> {
              List<Listing.Entry> entries = page.entries();
              long all = chunks + entries.size();
              long size = bytes + entries.stream().mapToLong(Listing.Entry::size).sum();
              return page.complete()
                  ? Future.succeededFuture(new LogLength(all, size))
                  : count(folder, entries.get(entries.size() - 1).key(), all, size);
            });
  }

  /** A chunk, if it is there. */
  public Future<Optional<Chunk>> read(Workspace workspace, AttemptRef attempt, long n) {
    return read(chunk(workspace, attempt, n))
        .recover(failure -> Future.failedFuture(problemOf(failure)))
        .map(found -> found.map(bytes -> new Chunk(n, new String(bytes, UTF_8))));
  }

  /** Chunks from one on, up to a number of them or the bound of a page; fewer: the log ends. */
  public Future<List<Chunk>> page(Workspace workspace, AttemptRef attempt, long from, int most) {
    return more(workspace, attempt, from, most, new ArrayList<>(), 0);
  }

  private Future<List<Chunk>> more(
      Workspace workspace, AttemptRef attempt, long n, int most, List<Chunk> page, long bytes) {
    if (page.size() == most || bytes >= LogLimits.MAX_PAGE_BYTES) {
      return Future.succeededFuture(page);
    }
    return read(workspace, attempt, n)
        .compose(
            chunk -> {
              if (chunk.isEmpty()) {
                return Future.succeededFuture(page);
              }
              page.add(chunk.get());
              long read = bytes + chunk.get().text().length();
              return more(workspace, attempt, n + 1, most, page, read);
            });
  }

  private Future<Optional<byte[]>> read(Key key) {
    return store
        .get(key)
        .map(
            outcome ->
                outcome instanceof ReadOutcome.Found found
                    ? Optional.of(found.bytes())
                    : Optional.empty());
  }

  private static Key chunk(Workspace workspace, AttemptRef attempt, long n) {
    return new WorkspaceKeys(workspace)
        .logChunk(attempt.run(), attempt.task(), attempt.attempt(), n);
  }

  private RoleStore role(Workspace workspace) {
    return new RoleStore(store, "logs", Set.of(new WorkspaceKeys(workspace).logs()), Set.of());
  }

  private static ProblemException unknown() {
    return Problem.of(
            ErrorCode.UNAVAILABLE,
            "The store does not say whether the chunk is stored; send it again.")
        .asException();
  }

  private static ProblemException problemOf(Throwable failure) {
    return failure instanceof ProblemException known
        ? known
        : Problem.of(ErrorCode.UNAVAILABLE, "The store can't be asked for logs now.").asException();
  }
}
