package io.arco.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.ledger.Stamp;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The events of the catalog as they stand in journals for ever: a change of their bytes, of what
 * they mean, or of how the state is hashed breaks every store there is, and this test.
 */
class CatalogGoldenTest {
  private static final CatalogDomain DOMAIN = new CatalogDomain();

  @Test
  void recordedEventsReadWriteAndFoldAsTheyDidWhenRecorded() throws IOException {
    CatalogState state = CatalogState.EMPTY;
    for (JsonNode vector : vectors()) {
      CatalogEvent event = event(vector);
      assertEquals(
          new String(Json.bytes(vector.get("event")), UTF_8), new String(Json.bytes(event), UTF_8));
      Instant at = Instant.parse(vector.get("committedAt").asText());
      state = DOMAIN.apply(state, event, new Stamp(vector.get("sequence").asLong(), at));
      assertEquals(
          vector.get("stateHash").asText(),
          DOMAIN.hash(state).hex(),
          "after sequence " + vector.get("sequence"));
      assertEquals(DOMAIN.hash(state), DOMAIN.recomputeHash(state));
    }
  }

  @Test
  void everyEventIsRecorded() throws IOException {
    Set<String> recorded = new HashSet<>();
    vectors().forEach(vector -> recorded.add(vector.get("type").asText()));
    assertEquals(DOMAIN.events().keySet(), recorded);
  }

  @Test
  void recordedEventsFitTheirSchemas() throws IOException {
    for (JsonNode vector : vectors()) {
      String type = vector.get("type").asText();
      assertTrue(fits(type, vector.get("event")), () -> vector.toString());
    }
  }

  @Test
  void anEventWithAFieldMoreOrARequiredOneLessDoesNotFit() throws IOException {
    for (JsonNode vector : vectors()) {
      String type = vector.get("type").asText();
      ObjectNode more = vector.get("event").deepCopy();
      more.put("more", 1);
      assertFalse(fits(type, more), more::toString);
      for (Object field : schema(type).getJsonArray("required")) {
        ObjectNode less = vector.get("event").deepCopy();
        less.remove((String) field);
        assertFalse(fits(type, less), less::toString);
      }
    }
  }

  @Test
  void aSchemaNamesTheFieldsOfItsEventInTheirOrder() throws IOException {
    for (var event : DOMAIN.events().entrySet()) {
      List<String> fields = new ArrayList<>();
      for (var component : event.getValue().getRecordComponents()) {
        fields.add(component.getName());
      }
      JsonObject schema = schema(event.getKey());
      assertEquals(fields, List.copyOf(schema.getJsonObject("properties").fieldNames()));
    }
  }

  private static CatalogEvent event(JsonNode vector) {
    return Json.read(
        Json.bytes(vector.get("event")), DOMAIN.events().get(vector.get("type").asText()));
  }

  private static boolean fits(String type, JsonNode event) throws IOException {
    JsonSchemaOptions options =
        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("urn:arco:test");
    return Validator.create(JsonSchema.of(schema(type)), options)
        .validate(new JsonObject(new String(Json.bytes(event), UTF_8)))
        .getValid();
  }

  private static JsonObject schema(String type) throws IOException {
    return new JsonObject(text("/arco/schema/events/catalog-" + type + ".json"));
  }

  private static List<JsonNode> vectors() throws IOException {
    List<JsonNode> vectors = new ArrayList<>();
    Iterator<String> lines = text("/arco/golden/catalog-events.jsonl").lines().iterator();
    while (lines.hasNext()) {
      vectors.add(Json.tree(lines.next().getBytes(UTF_8)));
    }
    return vectors;
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = CatalogGoldenTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
