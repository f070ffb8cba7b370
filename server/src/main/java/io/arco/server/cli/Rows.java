package io.arco.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer made of rows, with the document it came from.
 *
 * @param columns in order
 * @param cells one list for each row, as many as columns
 * @param truncated whether there were more rows
 * @param document what {@code --output json} prints
 */
public record Rows(
    List<Column> columns, List<List<JsonNode>> cells, boolean truncated, JsonNode document) {
  /**
   * One column.
   *
   * @param name any text
   * @param numeric whether its values are numbers
   */
  public record Column(String name, boolean numeric) {}

  /** From the answer of a query endpoint. */
  public static Rows ofAnswer(JsonNode answer) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : answer.path("columns")) {
      columns.add(
          new Column(column.path("name").asText(), isNumeric(column.path("type").asText())));
    }
    List<List<JsonNode>> cells = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<JsonNode> values = new ArrayList<>();
      row.forEach(values::add);
      cells.add(values);
    }
    return new Rows(columns, cells, answer.path("truncated").asBoolean(), answer);
  }

  /** Two columns, a line for each fact; the document is the object of them. */
  public static Rows ofFacts(Map<String, Object> facts) {
    ObjectNode document = Json.MAPPER.valueToTree(facts);
    List<List<JsonNode>> cells = new ArrayList<>();
    for (Map.Entry<String, JsonNode> fact : document.properties()) {
      ArrayNode row = Json.MAPPER.createArrayNode().add(fact.getKey()).add(fact.getValue());
      cells.add(List.of(row.get(0), row.get(1)));
    }
    return new Rows(
        List.of(new Column("what", false), new Column("value", false)), cells, false, document);
  }

  /** The text of a cell: null is null. */
  public static String textOrNull(JsonNode cell) {
    if (cell == null || cell.isNull() || cell.isMissingNode()) {
      return null;
    }
    return cell.isValueNode() ? cell.asText() : cell.toString();
  }

  /** A document in lines for a person. */
  public static String pretty(JsonNode document) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNumeric(String type) {
    String name = type.toLowerCase(Locale.ROOT);
    return (name.contains("int") && !name.startsWith("interval"))
        || name.startsWith("decimal")
        || name.startsWith("double")
        || name.startsWith("float")
        || name.startsWith("real");
  }
}
