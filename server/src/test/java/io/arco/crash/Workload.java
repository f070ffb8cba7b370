package io.arco.crash;

import io.arco.testing.Await;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thousand creates from several connections, with deletes among them: what one round asks of a
 * server, and what it asks again of the server that is started after it.
 */
final class Workload {
  /** Creates that are asked for in a round, refused ones and those that nobody answers included. */
  static final int CREATES = 1_000;

  /** Callers at once. */
  static final int CONNECTIONS = 8;

  private final Expectation expectation;
  private final Violations violations;
  private final Tally tally;
  private final List<Connection> connections = new ArrayList<>();
  private List<CatalogRequest> unknown = List.of();
  private int found;
  private int done;
  private int refused;

  /**
   * The workload of one round.
   *
   * @param client of the server
   * @param name of the round, in keys and names
   */
  Workload(
      CatalogClient client,
      Expectation expectation,
      Violations violations,
      Tally tally,
      Seeds seeds,
      String name) {
    this.expectation = expectation;
    this.violations = violations;
    this.tally = tally;
    for (int i = 0; i < CONNECTIONS; i++) {
      Seeds own = Seeds.fixed(seeds.random().nextLong());
      Choices choices = new Choices(own, i, name + "c" + i);
      connections.add(
          new Connection(
              client, choices, own, expectation, violations, tally, CREATES / CONNECTIONS));
    }
  }

  /** Runs it; the action happens when there are answers enough, and should end the server. */
  void run(Runnable whenEnough) {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      CompletableFuture<Void> all =
          CompletableFuture.allOf(
              connections.stream()
                  .map(connection -> CompletableFuture.runAsync(connection, threads))
                  .toArray(CompletableFuture[]::new));
      all.whenComplete((ended, failure) -> tally.over());
      tally.await();
      whenEnough.run();
      all.get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      violations.add("a connection failed: " + e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the connections did not end", e);
    } finally {
      threads.shutdownNow();
    }
    unknown = connections.stream().map(Connection::unknown).flatMap(Optional::stream).toList();
  }

  /** What nobody answered. */
  List<CatalogRequest> unknown() {
    return unknown;
  }

  /**
   * Repeats what nobody answered, so that it is known.
   *
   * @param keysThere the keys of the requests whose entities exist before that
   */
  void resolve(CatalogClient client, Set<String> keysThere) {
    for (Connection connection : connections) {
      connection.unknown().ifPresent(request -> resolve(client, connection, request, keysThere));
    }
  }

  private void resolve(
      CatalogClient client, Connection connection, CatalogRequest request, Set<String> keysThere) {
    CatalogAnswer answer =
        client.send(request).orElseThrow(() -> new AssertionError("no answer to " + request));
    violations.check(!answer.isUnknown(), request + " is still unknown");
    connection.take(request, answer);
    found += answer.replayed() ? 1 : 0;
    done += answer.isSuccess() && !answer.replayed() ? 1 : 0;
    refused += answer.isSuccess() ? 0 : 1;
    violations.check(
        answer.replayed() || !keysThere.contains(request.key()),
        request + " is there, and when repeated was answered " + answer);
  }

  /** What became of the unknown ones. */
  String resolved() {
    return unknown.size()
        + " unknown ("
        + found
        + " were done, "
        + done
        + " done now, "
        + refused
        + " refused now)";
  }

  /** Repeats all that was ever answered in the workspace; each must give its first answer. */
  int repeatAll(CatalogClient client) {
    List<Expectation.Done> all = expectation.done();
    all.parallelStream()
        .forEach(
            each ->
                client
                    .send(each.request())
                    .ifPresentOrElse(
                        answer -> expectation.repeated(each.request(), answer),
                        () -> violations.add("no answer to " + each.request())));
    return all.size();
  }
}
