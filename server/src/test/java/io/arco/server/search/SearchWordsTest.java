package io.arco.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How texts are cut into words, and which words are near. */
final class SearchWordsTest {
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("orders", "orders"),
        Arguments.of("fact_OrderItems", "fact order items factorderitems orderitems"),
        Arguments.of("HTTPServer2", "http server2 httpserver2"),
        Arguments.of("order-items, really", "order items really"),
        Arguments.of("__a__b_", "a b ab"),
        Arguments.of("ÉTÉ", "été"),
        Arguments.of("e\u0301te", "\u00e9te"),
        Arguments.of("Ｔａｂｌｅ", "table"),
        Arguments.of("注文id", "注 文 id"),
        Arguments.of("😀x", "😀 x"),
        Arguments.of("+-&|!(){}[]^\"~*?:\\/", ""),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsFoundUnderItsPartsAndTheJoinsThatEndIt(String text, String words) {
    assertEquals(words.isEmpty() ? Set.of() : Set.of(words.split(" ")), SearchWords.terms(text));
  }

  @Test
  void aRunOfAQueryIsOneWordHoweverItIsWritten() {
    for (String query : List.of("order_items", "orderItems", "OrderItems", "ORDER_ITEMS")) {
      assertEquals(List.of("orderitems"), SearchWords.queryWords(query));
    }
    assertEquals(List.of("sales", "orders"), SearchWords.queryWords("sales.orders sales"));
  }

  @Test
  void partsAreWhereTheyStandInTheText() {
    List<SearchWords.Part> run = SearchWords.runs("😀 my_TableName").get(1);
    assertEquals(
        List.of("my", "Table", "Name"),
        run.stream().map(part -> "😀 my_TableName".substring(part.start(), part.end())).toList());
  }

  @Test
  void longWordsAreToldApartByTheirBeginnings() {
    String word = "😀a".repeat(1) + "x".repeat(1_000);
    assertTrue(SearchWords.terms(word).contains("a" + "x".repeat(127)));
    assertEquals("a" + "x".repeat(127), SearchWords.queryWords("a" + "x".repeat(500)).get(0));
  }

  @Test
  void wordsAreNearByEditsTheMoreTheLongerTheyAre() {
    assertTrue(Edits.near("ordr", "order"));
    assertTrue(Edits.near("oredr", "order"));
    assertTrue(Edits.near("custmoers", "customer"));
    assertFalse(Edits.near("orers2", "order"));
    assertFalse(Edits.near("rder", "order"));
    assertFalse(Edits.near("odr", "ord"));
    assertFalse(Edits.near("a".repeat(65), "a".repeat(64)));
  }
}
