package io.arco.planner;

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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The events of orchestration as they stand in journals for ever: a change of their bytes, of what
 * they mean, or of how the state is hashed breaks every store there is, and this test.
 */
class OrchestrationGoldenTest {
  private static final OrchestrationDomain DOMAIN = new OrchestrationDomain();

  @Test
  void recorded_events_read_write_and_fold_as_they_did_when_recorded() throws IOException {
    OrchestrationState state = OrchestrationState.EMPTY;
    for (JsonNode vector : vectors()) {
      OrchestrationEvent event = event(vector);
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
  void a_deployed_manifest_has_the_hash_it_says() throws IOException {
    for (JsonNode vector : vectors()) {
      if (event(vector) instanceof OrchestrationEvent.ManifestDeployed deployed) {
        assertEquals(deployed.contentHash(), deployed.manifest().contentHash());
      }
    }
  }

  @Test
  void every_event_is_recorded_and_fits_its_schema_which_names_its_fields() throws IOException {
    Set<String> recorded = new HashSet<>();
    for (JsonNode vector : vectors()) {
      String type = vector.get("type").asText();
      recorded.add(type);
      assertTrue(fits(type, vector.get("event")), vector::toString);
      ObjectNode more = vector.get("event").deepCopy();
      more.put("more", 1);
      assertFalse(fits(type, more), more::toString);
      for (Object field : schema(type).getJsonArray("required")) {
        ObjectNode less = vector.get("event").deepCopy();
        less.remove((String) field);
        assertFalse(fits(type, less), less::toString);
      }
    }
    assertEquals(DOMAIN.events().keySet(), recorded);
    for (var event : DOMAIN.events().entrySet()) {
      List<String> fields = new ArrayList<>();
      for (var component : event.getValue().getRecordComponents()) {
        fields.add(component.getName());
      }
      JsonObject schema = schema(event.getKey());
      assertEquals(fields, List.copyOf(schema.getJsonObject("properties").fieldNames()));
    }
  }

  private static OrchestrationEvent event(JsonNode vector) {
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
    return new JsonObject(text("/arco/schema/events/orchestration-" + type + ".json"));
  }

  private static List<JsonNode> vectors() throws IOException {
    return text("/arco/golden/orchestration-events.jsonl")
        .lines()
        .map(line -> Json.tree(line.getBytes(UTF_8)))
        .toList();
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = OrchestrationGoldenTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
