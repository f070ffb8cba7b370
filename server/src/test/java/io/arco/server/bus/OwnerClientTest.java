package io.arco.server.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Caller;
import io.arco.ledger.Domains;
import io.arco.ledger.Submission;
import io.arco.planner.OrchestrationDomain;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a caller is told when the owner is not as it should be. */
@ExtendWith(VertxExtension.class)
final class OwnerClientTest {
  private static final Domains DOMAINS =
      new Domains(List.of(new CatalogDomain(), new OrchestrationDomain()));
  private static final Submission SUBMISSION =
      new Submission(List.of(new CreateCatalog("c", null, null)), new Caller("p", "r"), null, 1);

  @Test
  void whereNobodyOwnsItNothingWasDone(Vertx vertx, VertxTestContext test) {
    expect(ErrorCode.UNAVAILABLE, vertx, test);
  }

  @Test
  void whereTheOwnerIsSilentNobodyKnows(Vertx vertx, VertxTestContext test) {
    vertx.eventBus().<Buffer>localConsumer(BusAddresses.SUBMIT, message -> {});
    expect(ErrorCode.OUTCOME_UNKNOWN, vertx, test);
  }

  @Test
  void whereTheOwnerFailsNobodyKnows(Vertx vertx, VertxTestContext test) {
    vertx
        .eventBus()
        .<Buffer>localConsumer(BusAddresses.SUBMIT, message -> message.fail(1, "broken"));
    expect(ErrorCode.OUTCOME_UNKNOWN, vertx, test);
  }

  private static void expect(ErrorCode code, Vertx vertx, VertxTestContext test) {
    new OwnerClient(MessageBus.of(vertx.eventBus()), DOMAINS, "test")
        .submit(Workspace.of("a", "b"), SUBMISSION)
        .onComplete(
            test.failing(
                failure ->
                    test.verify(
                        () -> {
                          assertEquals(code, ((ProblemException) failure).problem().code());
                          test.completeNow();
                        })));
  }
}
