package io.arco.crash;

import io.arco.testing.Seeds;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One caller: sends a request, waits for the answer, takes note of it, sends the next; until it has
 * created enough or does not get an answer. Some requests are sent twice at once, some answered
 * ones again; in between it reads what it wrote, and asks a query.
 */
final class Connection implements Runnable {
  private static final int TWIN_PERCENT = 5;
  private static final int REPEAT_PERCENT = 10;
  private static final int READ_PERCENT = 25;
  private static final int QUERY_PERCENT = 1;
  private static final String QUERY = "select count(*) from system.catalog.tables";

  /** What may be refused to whom, and is then certainly not done. */
  private static final Set<String> REFUSALS =
      Set.of(
          "ALREADY_EXISTS",
          "CATALOG_NOT_FOUND",
          "SCHEMA_NOT_FOUND",
          "TABLE_NOT_FOUND",
          "NOT_EMPTY",
          "UNAVAILABLE",
          "OVERLOADED");

  private final CatalogClient client;
  private final Choices choices;
  private final Seeds seeds;
  private final Expectation expectation;
  private final Violations violations;
  private final Tally tally;
  private int createsLeft;
  private CatalogRequest unknown;

  Connection(
      CatalogClient client,
      Choices choices,
      Seeds seeds,
      Expectation expectation,
      Violations violations,
      Tally tally,
      int creates) {
    this.client = client;
    this.choices = choices;
    this.seeds = seeds;
    this.expectation = expectation;
    this.violations = violations;
    this.tally = tally;
    this.createsLeft = creates;
  }

  /** The request of which nobody knows whether it was done, once this has ended. */
  Optional<CatalogRequest> unknown() {
    return Optional.ofNullable(unknown);
  }

  @Override
  public void run() {
    while (createsLeft > 0 && unknown == null) {
      CatalogRequest request = choices.next();
      createsLeft -= request.isCreate() ? 1 : 0;
      Optional<CatalogAnswer> answer =
          seeds.below(100) < TWIN_PERCENT ? sendTwice(request) : client.send(request);
      if (answer.isEmpty() || answer.get().isUnknown()) {
        unknown = request;
      } else {
        answered(request, answer.get());
        look();
      }
    }
  }

  /** Reads and queries among the writes: whoever reads what he wrote must find it. */
  private void look() {
    if (seeds.below(100) < READ_PERCENT) {
      choices.anOwnTable().ifPresent(this::read);
    }
    if (seeds.below(100) < QUERY_PERCENT) {
      client
          .query(QUERY)
          .ifPresent(
              answer -> {
                tally.queried();
                violations.check(answer.isSuccess(), QUERY + " was answered " + answer);
              });
    }
  }

  private void read(String table) {
    client
        .read(table)
        .ifPresent(
            found -> {
              tally.read();
              String expected =
                  expectation.liveAt(table).map(done -> done.answer().text()).orElse("");
              boolean right =
                  expected.isEmpty() ? found.status() == 404 : found.text().equals(expected);
              violations.check(
                  right, table + " should read " + expected + ", was answered " + found);
            });
  }

  /** Both at once: one does it, the other one is told the same. */
  private Optional<CatalogAnswer> sendTwice(CatalogRequest request) {
    CompletableFuture<CatalogAnswer> begun = client.begin(request);
    Optional<CatalogAnswer> two = client.send(request);
    Optional<CatalogAnswer> one = CatalogClient.await(begun);
    if (one.isEmpty() || two.isEmpty()) {
      return one.or(() -> two).filter(CatalogAnswer::isSuccess);
    }
    if (one.get().isSuccess() && two.get().isSuccess()) {
      violations.check(
          one.get().text().equals(two.get().text()) && one.get().replayed() != two.get().replayed(),
          request + " sent twice at once was answered " + one.get() + " and " + two.get());
    }
    return one.get().isSuccess() ? one : two;
  }

  private void answered(CatalogRequest request, CatalogAnswer answer) {
    take(request, answer);
    if (answer.code().equals("SCHEMA_NOT_FOUND") || answer.code().equals("CATALOG_NOT_FOUND")) {
      if (request.isCreate()) {
        choices.parentMissing(request);
      }
    }
    if (answer.isSuccess() && seeds.below(100) < REPEAT_PERCENT) {
      client
          .send(request)
          .ifPresent(
              again -> {
                expectation.repeated(request, again);
                tally.repeated();
              });
    }
  }

  /** Takes note of an answer that is certain. */
  void take(CatalogRequest request, CatalogAnswer answer) {
    if (answer.isSuccess()) {
      expectation.succeeded(request, answer);
    } else {
      violations.check(REFUSALS.contains(answer.code()), request + " answered " + answer);
      if (choices.isOwn(request)) {
        checkRefusal(request, answer);
      }
      expectation.refused(request, answer);
    }
    tally.answered(request, answer);
  }

  /** Where nobody else writes, it is known what must be refused. */
  private void checkRefusal(CatalogRequest request, CatalogAnswer answer) {
    boolean live = expectation.isLive(request.entity());
    boolean right =
        switch (answer.code()) {
          case "ALREADY_EXISTS", "NOT_EMPTY" -> live;
          case "CATALOG_NOT_FOUND", "SCHEMA_NOT_FOUND", "TABLE_NOT_FOUND" -> !live;
          default -> true;
        };
    violations.check(
        right, request + " where " + (live ? "it is" : "nothing is") + " was answered " + answer);
  }
}
