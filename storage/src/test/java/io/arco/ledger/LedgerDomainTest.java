package io.arco.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.ledger.LedgerCommand.Restore;
import io.arco.ledger.LedgerEvent.Restored;
import io.arco.problem.ErrorCode;
import io.arco.testing.InMemoryRows;
import io.arco.testing.LedgerWorld;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LedgerDomainTest {
  private static final LedgerDomain DOMAIN = LedgerDomain.INSTANCE;
  private static final UUID BACKUP = UUID.fromString("01900000-0000-7000-8000-000000000002");
  private static final Restore RESTORE = new Restore(1, 7, BACKUP, Instant.EPOCH);

  private final LedgerWorld world = new LedgerWorld(6);
  private final Ledger ledger = world.open(2, 20);

  @Test
  void recorded_events_read_write_and_fold_as_they_did_when_recorded() throws IOException {
    Incarnation state = Incarnation.FIRST;
    assertEquals(StateHash.ZERO, DOMAIN.hash(state), "a workspace that was never restored");
    for (JsonNode vector : vectors()) {
      Restored event = Json.read(Json.bytes(vector.get("event")), Restored.class);
      assertEquals(
          new String(Json.bytes(vector.get("event")), UTF_8), new String(Json.bytes(event), UTF_8));
      Instant at = Instant.parse(vector.get("committedAt").asText());
      state = DOMAIN.apply(state, event, new Stamp(vector.get("sequence").asLong(), at));
      assertEquals(vector.get("stateHash").asText(), DOMAIN.hash(state).hex());
      assertEquals(DOMAIN.hash(state), DOMAIN.recomputeHash(state));
    }
  }

  @Test
  void recorded_events_fit_their_schema_and_no_others_do() throws IOException {
    for (JsonNode vector : vectors()) {
      assertTrue(fits(vector.get("event")), vector::toString);
      ObjectNode more = vector.get("event").deepCopy();
      assertFalse(fits(more.put("more", 1)), more::toString);
      for (Object field : schema().getJsonArray("required")) {
        ObjectNode less = vector.get("event").deepCopy();
        less.remove((String) field);
        assertFalse(fits(less), less::toString);
      }
    }
  }

  @Test
  void a_restore_begins_the_next_incarnation_and_changes_the_hash() {
    world.create(ledger, "a");
    assertEquals(Incarnation.FIRST, ledger.state().incarnation());
    String before = ledger.state().hash();
    Receipt receipt = world.time().await(world.submit(ledger, RESTORE));
    Incarnation begun = ledger.state().incarnation();
    assertEquals(2, receipt.sequence());
    assertEquals(2, begun.number());
    assertEquals(2, begun.sequence());
    assertEquals(BACKUP, begun.backupId());
    assertFalse(begun.tag().isEmpty());
    assertNotEquals(before, ledger.state().hash());
    assertEquals(ledger.state().hash(), ledger.state().recomputeHash());
    Ledger other = world.open(2, 20);
    assertEquals(begun, other.state().incarnation());
    assertEquals(ledger.state().hash(), other.state().hash());
  }

  @Test
  void the_same_restore_again_changes_nothing_and_another_is_refused() {
    world.create(ledger, "a");
    world.time().await(world.submit(ledger, RESTORE));
    Incarnation begun = ledger.state().incarnation();
    assertEquals(2, world.time().await(world.submit(ledger, RESTORE)).sequence());
    assertEquals(begun, ledger.state().incarnation());
    Restore other = new Restore(1, 8, new UUID(1, 2), Instant.EPOCH);
    assertEquals(ErrorCode.VERSION_MISMATCH, world.codeOf(world.submit(ledger, other)));
    Restore next = new Restore(2, 8, new UUID(1, 2), Instant.EPOCH);
    world.time().await(world.submit(ledger, next));
    assertEquals(3, ledger.state().incarnation().number());
  }

  @Test
  void its_rows_tell_every_restore_and_give_back_the_last() {
    world.create(ledger, "a");
    world.time().await(world.submit(ledger, RESTORE));
    world.time().await(world.submit(ledger, new Restore(2, 8, new UUID(1, 2), Instant.EPOCH)));
    InMemoryRows rows = new InMemoryRows();
    for (CommittedChange change : world.time().await(ledger.pendingChanges()).changes()) {
      change.rows(rows);
    }
    assertEquals(2, rows.rows(LedgerTables.INCARNATIONS).size());
    assertEquals(ledger.state().incarnation(), DOMAIN.restore(rows));
    assertEquals(Incarnation.FIRST, DOMAIN.restore(new InMemoryRows()));
  }

  private static boolean fits(JsonNode event) throws IOException {
    JsonSchemaOptions options =
        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("urn:arco:test");
    return Validator.create(JsonSchema.of(schema()), options)
        .validate(new JsonObject(new String(Json.bytes(event), UTF_8)))
        .getValid();
  }

  private static JsonObject schema() throws IOException {
    return new JsonObject(text("/arco/schema/events/ledger-Restored.json"));
  }

  private static List<JsonNode> vectors() throws IOException {
    List<JsonNode> vectors = new ArrayList<>();
    Iterator<String> lines = text("/arco/golden/ledger-events.jsonl").lines().iterator();
    while (lines.hasNext()) {
      vectors.add(Json.tree(lines.next().getBytes(UTF_8)));
    }
    return vectors;
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = LedgerDomainTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
