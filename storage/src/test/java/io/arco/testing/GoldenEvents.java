package io.arco.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.ledger.Domain;
import io.arco.ledger.Event;
import io.arco.ledger.Stamp;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The events of a domain as they stand in journals for ever: a change of their bytes, of what they
 * mean, or of how the state is hashed breaks every store there is, and this suite. A domain's
 * vectors are {@code arco/golden/DOMAIN-events.jsonl}, its schemas {@code
 * arco/schema/events/DOMAIN-TYPE.json}.
 */
public abstract class GoldenEvents<S, E extends Event> {
  private final Domain<S, ?, E> domain;

  /** The events of this domain. */
  protected GoldenEvents(Domain<S, ?, E> domain) {
    this.domain = domain;
  }

  @Test
  void recordedEventsReadWriteAndFoldAsTheyDidWhenRecorded() {
    S state = domain.empty();
    for (JsonNode vector : vectors()) {
      E event = event(vector);
      assertEquals(
          new String(Json.bytes(vector.get("event")), UTF_8), new String(Json.bytes(event), UTF_8));
      Instant at = Instant.parse(vector.get("committedAt").asText());
      state = domain.apply(state, event, new Stamp(vector.get("sequence").asLong(), at));
      assertEquals(
          vector.get("stateHash").asText(),
          domain.hash(state).hex(),
          "after sequence " + vector.get("sequence"));
      assertEquals(domain.hash(state), domain.recomputeHash(state));
    }
  }

  @Test
  void everyEventIsRecorded() {
    Set<String> recorded = new HashSet<>();
    vectors().forEach(vector -> recorded.add(vector.get("type").asText()));
    assertEquals(domain.events().keySet(), recorded);
  }

  @Test
  void recordedEventsFitTheirSchemas() {
    for (JsonNode vector : vectors()) {
      assertTrue(fits(vector.get("type").asText(), vector.get("event")), vector::toString);
    }
  }

  @Test
  void anEventWithAFieldMoreOrARequiredOneLessDoesNotFit() {
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
  void aSchemaNamesTheFieldsOfItsEventInTheirOrder() {
    for (var event : domain.events().entrySet()) {
      List<String> fields = new ArrayList<>();
      for (var component : event.getValue().getRecordComponents()) {
        fields.add(component.getName());
      }
      JsonObject schema = schema(event.getKey());
      assertEquals(fields, List.copyOf(schema.getJsonObject("properties").fieldNames()));
    }
  }

  /** What was recorded, in order: {@code type}, {@code event}, and what came of it. */
  protected final List<JsonNode> vectors() {
    return text("/arco/golden/" + domain.name() + "-events.jsonl")
        .lines()
        .map(line -> Json.tree(line.getBytes(UTF_8)))
        .toList();
  }

  /** The event of a vector. */
  protected final E event(JsonNode vector) {
    return Json.read(
        Json.bytes(vector.get("event")), domain.events().get(vector.get("type").asText()));
  }

  private boolean fits(String type, JsonNode event) {
    JsonSchemaOptions options =
        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("urn:arco:test");
    return Validator.create(JsonSchema.of(schema(type)), options)
        .validate(new JsonObject(new String(Json.bytes(event), UTF_8)))
        .getValid();
  }

  private JsonObject schema(String type) {
    return new JsonObject(text("/arco/schema/events/" + domain.name() + "-" + type + ".json"));
  }

  private static String text(String resource) {
    try (InputStream in = GoldenEvents.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
