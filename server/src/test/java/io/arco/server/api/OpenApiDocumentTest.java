package io.arco.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.server.ContractClient;
import io.arco.server.auth.Permissions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract against the code, and against itself. */
final class OpenApiDocumentTest {
  private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();
  private static final JsonNode JSON = Json.tree(DOCUMENT.text().getBytes());

  @Test
  void everyErrorCodeIsDescribedAndNoOther() {
    Map<String, Integer> described = new TreeMap<>();
    for (JsonNode code : JSON.at("/components/schemas/ErrorCode/oneOf")) {
      assertTrue(code.path("description").asText().length() > 5, code::toString);
      described.put(
          code.path("const").asText(),
          Integer.parseInt(code.path("title").asText().substring(0, 3)));
    }
    Map<String, Integer> known = new TreeMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      known.put(code.name(), code.httpStatus());
    }
    assertEquals(known, described);
  }

  @Test
  void everyOperationSaysHowItsCallerIsKnownAndRefused() {
    for (JsonNode path : JSON.path("paths")) {
      for (JsonNode operation : path) {
        String id = operation.path("operationId").asText();
        if (id.isEmpty()) {
          continue;
        }
        JsonNode security = operation.path("security");
        switch (Permissions.of(id)) {
          case OPEN -> assertEquals("[]", security.toString(), id);
          case TASK -> assertEquals("[{\"taskToken\":[]}]", security.toString(), id);
          default -> {
            assertTrue(security.isMissingNode(), id);
            for (String status : List.of("401", "403", "404", "429")) {
              assertTrue(operation.path("responses").has(status), id + " " + status);
            }
          }
        }
      }
    }
    assertEquals("[{\"bearer\":[]},{}]", JSON.path("security").toString());
  }

  @Test
  void aRouteThatIsNotDescribedKeepsTheServerFromStarting() {
    List<Operation> bound = bound();
    bound.add(new Operation("more", HttpMethod.GET, "/more", null));
    assertThrows(IllegalStateException.class, () -> DOCUMENT.check(bound));
  }

  @Test
  void aDescribedOperationWithoutARouteKeepsTheServerFromStarting() {
    List<Operation> bound = bound();
    bound.remove(0);
    assertThrows(IllegalStateException.class, () -> DOCUMENT.check(bound));
  }

  @Test
  void anOperationOnAnotherRouteKeepsTheServerFromStarting() {
    List<Operation> bound = bound();
    Operation first = bound.remove(0);
    bound.add(new Operation(first.id(), HttpMethod.PUT, first.path(), null));
    assertThrows(IllegalStateException.class, () -> DOCUMENT.check(bound));
    bound.set(bound.size() - 1, new Operation(first.id(), first.method(), "/else", null));
    assertThrows(IllegalStateException.class, () -> DOCUMENT.check(bound));
  }

  @Test
  void everyOperationSaysWhatItIs() {
    for (String id : DOCUMENT.operationIds()) {
      OpenApiDocument.Described described = DOCUMENT.operation(id);
      String path = described.path().replace("~", "~0").replace("/", "~1");
      JsonNode operation =
          JSON.at("/paths/" + path + "/" + described.method().name().toLowerCase(Locale.ROOT));
      assertTrue(operation.path("summary").asText().endsWith("."), id);
      assertTrue(operation.path("responses").has("default"), id);
    }
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<String> misfits = new ArrayList<>();
    examples(JSON, misfits);
    assertEquals(List.of(), misfits);
  }

  private static void examples(JsonNode node, List<String> misfits) {
    if (node.has("schema") && node.has("examples")) {
      for (JsonNode example : node.path("examples")) {
        OutputUnit result = validator(node.path("schema")).validate(plain(example.path("value")));
        if (!result.getValid()) {
          misfits.add(example + " " + result.getErrors());
        }
      }
    }
    node.forEach(child -> examples(child, misfits));
  }

  private static Validator validator(JsonNode schema) {
    JsonObject whole = new JsonObject(DOCUMENT.text());
    JsonObject resolved =
        new JsonObject(schema.toString()).put("components", whole.getJsonObject("components"));
    return Validator.create(
        JsonSchema.of(new JsonObject(resolved.encode())),
        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("https://arco.invalid"));
  }

  private static Object plain(JsonNode value) {
    return new JsonObject(value.toString());
  }

  private static List<Operation> bound() {
    List<Operation> bound = new ArrayList<>();
    for (String id : new TreeSet<>(DOCUMENT.operationIds())) {
      OpenApiDocument.Described described = DOCUMENT.operation(id);
      bound.add(new Operation(id, described.method(), described.path(), null));
    }
    DOCUMENT.check(bound);
    return bound;
  }

  @Test
  void theValidatorsOfTheTestsReadTheDocument() {
    assertEquals(DOCUMENT.operationIds().size(), ContractClient.contract().operations().size());
  }
}
