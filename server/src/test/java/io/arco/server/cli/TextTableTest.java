package io.arco.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void alignsTextLeftAndNumbersRight() {
    assertEquals(
        """
        city   depth
        -----  -----
        Oslo      -7
        Quito   2850
        東京    40.5
        NULL    NULL
        (4 rows)
        """,
        print(row("Oslo", -7), row("Quito", 2850), row("東京", 40.5), row(null, null)));
  }

  @Test
  void noRowsAreStillATable() {
    assertEquals("city  depth\n----  -----\n(0 rows)\n", print());
  }

  @Test
  void oneRowIsNotRows() {
    assertEquals("city  depth\n----  -----\na         1\n(1 row)\n", print(row("a", 1)));
  }

  @Test
  void aWideCellIsCutAndSaysSo() {
    int limit = TextTable.MAX_CELL_WIDTH;
    assertEquals("x".repeat(limit), TextTable.fit("x".repeat(limit)));
    assertEquals("x".repeat(limit - 1) + "…", TextTable.fit("x".repeat(limit + 1)));
    String wide = TextTable.fit("京".repeat(limit));
    assertEquals("京".repeat(limit / 2 - 1) + "…", wide);
  }

  @Test
  void combiningMarksAndEmojiTakeTheRoomTheyTake() {
    assertEquals(1, TextTable.width("e\u0301"));
    assertEquals(2, TextTable.width("\uD83E\uDD86"));
    assertEquals(4, TextTable.width("東京"));
    assertEquals(0, TextTable.width("\u200D"));
  }

  @Test
  void noValueCanSteerTheTerminal() {
    assertEquals("a b c", TextTable.fit("a\nb\tc"));
    assertEquals("\uFFFD[31mred\uFFFD", TextTable.fit("\u001B[31mred\u202E"));
    assertEquals("\uFFFD", TextTable.fit("\uD800"));
  }

  @Test
  void nestedValuesAreJson() {
    JsonNode nested = Json.MAPPER.createArrayNode().add(1).add("x");
    assertEquals("[1,\"x\"]", Rows.textOrNull(nested));
  }

  private static List<JsonNode> row(Object... values) {
    List<JsonNode> cells = new ArrayList<>();
    for (Object value : values) {
      cells.add(Json.MAPPER.valueToTree(value));
    }
    return cells;
  }

  @SafeVarargs
  private static String print(List<JsonNode>... cells) {
    Rows rows =
        new Rows(
            List.of(new Rows.Column("city", false), new Rows.Column("depth", true)),
            Arrays.asList(cells),
            false,
            Json.MAPPER.createObjectNode());
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    TextTable.print(rows, writer);
    writer.flush();
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}
