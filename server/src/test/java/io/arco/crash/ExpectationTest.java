package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The crash loop finds what it looks for. */
final class ExpectationTest {
  private static final String TABLE = "/api/v1/catalogs/c/schemas/s/tables/t";
  private static final CatalogRequest CREATE = CatalogRequest.create(TABLE, "k1");
  private static final CatalogRequest DELETE = CatalogRequest.delete(TABLE, false, "k2");
  private static final CatalogAnswer CREATED = answer(201, "{\"id\":\"1\"}", false);
  private static final CatalogAnswer DELETED = answer(200, "{\"id\":\"1\",\"deleted\":1}", false);

  private final Violations violations = new Violations();
  private final Expectation expectation = new Expectation(violations);

  private static CatalogAnswer answer(int status, String text, boolean replayed) {
    return new CatalogAnswer(status, text, 1, replayed);
  }

  private void finds(String beginning) {
    assertEquals(1, violations.count(), violations.kept()::toString);
    assertTrue(violations.kept().get(0).startsWith(beginning), violations.kept()::toString);
  }

  @Test
  void whatWasAnsweredAndIsThereIsAsItShouldBe() {
    expectation.succeeded(CREATE, CREATED);
    expectation.check(Map.of("1", "k1"), List.of());
    expectation.repeated(CREATE, answer(201, "{\"id\":\"1\"}", true));
    expectation.succeeded(DELETE, DELETED);
    expectation.check(Map.of(), List.of());
    assertEquals(List.of(), violations.kept());
  }

  @Test
  void anAnsweredCreateThatIsNotThereIsFound() {
    expectation.succeeded(CREATE, CREATED);
    expectation.check(Map.of(), List.of());
    finds("lost");
  }

  @Test
  void anAnsweredDeleteWhoseEntityIsThereIsFound() {
    expectation.succeeded(CREATE, CREATED);
    expectation.succeeded(DELETE, DELETED);
    expectation.check(Map.of("1", "k1"), List.of());
    finds("deleted, and there again");
  }

  @Test
  void aRefusedCreateWhoseEntityIsThereIsFound() {
    expectation.refused(CREATE, answer(503, "{\"code\":\"UNAVAILABLE\"}", false));
    expectation.check(Map.of("1", "k1"), List.of());
    finds("nobody was told of");
  }

  @Test
  void anUnknownCreateMayBeThereAndAnUnknownDeleteMayHaveHappened() {
    expectation.check(Map.of("1", "k1"), List.of(CREATE));
    expectation.succeeded(CREATE, CREATED);
    expectation.check(Map.of(), List.of(DELETE));
    assertEquals(List.of(), violations.kept());
  }

  @Test
  void aNameThatIsThereTwiceIsFound() {
    expectation.succeeded(CREATE, CREATED);
    expectation.succeeded(CatalogRequest.create(TABLE, "k3"), answer(201, "{\"id\":\"2\"}", false));
    expectation.check(Map.of("1", "k1", "2", "k3"), List.of());
    finds("created twice");
  }

  @Test
  void aRepeatedRequestThatIsAnsweredDifferentlyIsFound() {
    expectation.succeeded(CREATE, CREATED);
    expectation.repeated(CREATE, answer(201, "{\"id\":\"2\"}", true));
    finds(CREATE.toString());
  }

  @Test
  void aRepeatedRequestThatIsDoneAgainIsFound() {
    expectation.succeeded(CREATE, CREATED);
    expectation.repeated(CREATE, CREATED);
    finds(CREATE.toString());
  }
}
