package io.arco.server.auth;

import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.metrics.AuthMetrics;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens file of a server. Looked at once a second, on a worker, and read again when it has
 * changed; while it can't be used, what it said last holds.
 */
public final class TokenFile implements Authenticator {
  /** The largest file, in bytes. */
  static final long MAX_BYTES = 8 << 20;

  /** How often it is looked at. */
  static final long LOOK_MILLIS = 1_000;

  /** A file changed so recently may change again without another time or size. */
  private static final long SETTLED_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Workers workers;
  private final AuthMetrics metrics;
  private volatile TokenTable table;
  private volatile boolean closed;
  private String seen;
  private String complained = "";

  private TokenFile(
      Path file, Clock clock, Scheduler scheduler, Workers workers, AuthMetrics metrics) {
    this.file = file;
    this.clock = clock;
    this.scheduler = scheduler;
    this.workers = workers;
    this.metrics = metrics;
  }

  /**
   * Reads the file, and begins to look at it.
   *
   * @return fails with {@link AuthSetupException} if it can't be used, for the person who starts
   *     the server
   */
  public static Future<TokenFile> open(
      Path file, Clock clock, Scheduler scheduler, Workers workers, AuthMetrics metrics) {
    TokenFile tokens = new TokenFile(file, clock, scheduler, workers, metrics);
    return workers
        .call(
            () -> {
              tokens.readIfChanged();
              return tokens;
            })
        .onSuccess(TokenFile::lookLater);
  }

  @Override
  public Future<Principal> authenticate(String token) {
    return table
        .principal(NewToken.hash(token), clock.wallMillis())
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(AuthProblems.unauthenticated()));
  }

  /** Looks no more. */
  public void close() {
    closed = true;
  }

  private void lookLater() {
    if (!closed) {
      scheduler.schedule(LOOK_MILLIS, this::look);
    }
  }

  private void look() {
    workers
        .call(
            () -> {
              readIfChanged();
              return null;
            })
        .onFailure(this::complain)
        .onComplete(looked -> lookLater());
  }

  /** One thread at a time; blocks. */
  private synchronized void readIfChanged() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long changed = now.lastModifiedTime().toMillis();
      String state = now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
      if (state.equals(seen)) {
        return;
      }
      if (now.size() > MAX_BYTES) {
        throw new IllegalArgumentException("it is larger than " + MAX_BYTES + " bytes");
      }
      TokenTable read = TokenTable.parse(Files.readString(file));
      seen = clock.wallMillis() - changed < SETTLED_MILLIS ? null : state;
      if (table == null || !complained.isEmpty()) {
        LOG.atInfo().addKeyValue("tokens", read.size()).log("the tokens file was read");
      }
      complained = "";
      table = read;
      metrics.read(true);
    } catch (IOException e) {
      metrics.read(false);
      throw unusable("can't be read: " + e.getClass().getSimpleName(), e);
    } catch (IllegalArgumentException e) {
      metrics.read(false);
      throw unusable("can't be used: " + e.getMessage(), e);
    }
  }

  private AuthSetupException unusable(String why, Exception cause) {
    return new AuthSetupException("the tokens file " + file + " " + why, cause);
  }

  /** Once for each way in which it is wrong. */
  private synchronized void complain(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    if (!text.equals(complained)) {
      complained = text;
      LOG.atError().log("{}; what it said before still holds", text);
    }
  }
}
