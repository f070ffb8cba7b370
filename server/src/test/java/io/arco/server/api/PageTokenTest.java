package io.arco.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Domains;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens of pages: how long they are good, and for what. */
class PageTokenTest {
  private static final List<String> LIST = List.of("table", "c", "s");
  private static final long NOW = 1_700_000_000_000L;

  private final WorkspaceState state =
      WorkspaceState.empty(new Domains(List.of(new CatalogDomain())));

  @Test
  void aBoundTokenIsGoodForAQuarterOfAnHour() {
    PageToken token = PageToken.parse(PageToken.bound(LIST, "a", state, null, NOW), LIST);
    assertEquals(0L, token.sequence());
    token.checkBound(null, NOW + PageToken.GOOD_MILLIS);
    refused(ErrorCode.PAGE_EXPIRED, () -> token.checkBound(null, NOW + PageToken.GOOD_MILLIS + 1));
  }

  @Test
  void aTokenMadeByAServerWhoseClockIsAheadIsGood() {
    PageToken token = PageToken.parse(PageToken.bound(LIST, "a", state, null, NOW), LIST);
    token.checkBound(null, NOW - 60_000);
  }

  @Test
  void aWalkIsAsOfOneThing() {
    PageToken token = PageToken.parse(PageToken.bound(LIST, "a", state, "7", NOW), LIST);
    token.checkBound(null, NOW);
    token.checkBound("7", NOW);
    refused(ErrorCode.INVALID_PAGE_TOKEN, () -> token.checkBound("8", NOW));
  }

  @Test
  void aTokenOfAListThatIsNotBoundIsNoneOfOneThatIs() {
    PageToken token = PageToken.parse(PageToken.of(LIST, "a", state.incarnation()), LIST);
    assertNull(token.sequence());
    refused(ErrorCode.INVALID_PAGE_TOKEN, () -> token.checkBound(null, NOW));
  }

  @Test
  void aTokenBelongsToItsList() {
    String text = PageToken.bound(LIST, "a", state, null, NOW);
    refused(
        ErrorCode.INVALID_PAGE_TOKEN, () -> PageToken.parse(text, List.of("table", "c", "other")));
  }

  private static void refused(ErrorCode code, Runnable check) {
    assertEquals(code, assertThrows(ProblemException.class, check::run).problem().code());
  }
}
