package io.arco.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.arco.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The services and the OpenAPI document say the same. */
final class ContractTest {
  /** Operations that are about HTTP itself, or that gRPC has its own services for. */
  private static final Set<String> NOT_IN_GRPC =
      Set.of(
          "getOpenApi",
          "getLiveness",
          "getReadiness",
          "getMetrics",
          "getFile",
          "getBrowserPage",
          "getBrowserAsset");

  private static JsonNode document;
  private static Map<String, JsonNode> operations;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream("/arco/openapi.json")) {
      document = Json.tree(in.readAllBytes());
    }
    operations = new TreeMap<>();
    for (JsonNode path : document.path("paths")) {
      for (JsonNode operation : path) {
        if (operation.has("operationId")) {
          operations.put(operation.path("operationId").asText(), operation);
        }
      }
    }
  }

  private static List<MethodDescriptor> methods() {
    List<MethodDescriptor> methods = new ArrayList<>();
    for (ServiceDescriptor service : Rpcs.services()) {
      methods.addAll(service.getMethods());
    }
    return methods;
  }

  @Test
  void everyOperationIsOneMethod() {
    TreeSet<String> expected = new TreeSet<>(operations.keySet());
    expected.removeAll(NOT_IN_GRPC);
    List<String> said = methods().stream().map(Rpc::operationOf).sorted().toList();
    assertEquals(List.copyOf(expected), said);
  }

  @Test
  void methodsAreNamedAsTheirOperations() {
    for (MethodDescriptor method : methods()) {
      String name = method.getName();
      assertEquals(
          Rpc.operationOf(method),
          name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1));
    }
  }

  @Test
  void everyFieldOfBodiesAndAnswersIsThereAndNoOther() {
    List<String> differences = new ArrayList<>();
    for (MethodDescriptor method : methods()) {
      JsonNode operation = operations.get(Rpc.operationOf(method));
      JsonNode body = operation.at("/requestBody/content/application~1json/schema");
      var option = method.getOptions().getExtension(io.arco.proto.v1.OptionsProto.operation);
      if (!body.isMissingNode()) {
        FieldDescriptor field = method.getInputType().findFieldByName(option.getBody());
        compare(body, field.getMessageType(), new HashSet<>(), differences);
      }
      JsonNode answer = answer(operation);
      if (!answer.isMissingNode() && option.getAnswer().isEmpty()) {
        compare(answer, method.getOutputType(), new HashSet<>(), differences);
      }
    }
    assertEquals(List.of(), differences);
  }

  private static JsonNode answer(JsonNode operation) {
    for (String status : List.of("200", "201")) {
      JsonNode schema =
          operation.path("responses").path(status).at("/content/application~1json/schema");
      if (!schema.isMissingNode()) {
        return schema;
      }
    }
    return document.path("none");
  }

  private static void compare(
      JsonNode schema, Descriptor message, Set<String> seen, List<String> differences) {
    JsonNode resolved = resolved(schema);
    if (!resolved.has("properties") || !seen.add(message.getFullName())) {
      return;
    }
    Map<String, FieldDescriptor> fields = new TreeMap<>();
    message.getFields().forEach(field -> fields.put(field.getJsonName(), field));
    TreeSet<String> properties = new TreeSet<>();
    resolved.path("properties").fieldNames().forEachRemaining(properties::add);
    if (!properties.equals(new TreeSet<>(fields.keySet()))) {
      differences.add(message.getFullName() + " has " + fields.keySet() + ", not " + properties);
      return;
    }
    fields.forEach(
        (name, field) -> {
          JsonNode inner = resolved(resolved.path("properties").path(name));
          compareInner(inner, field, seen, differences);
        });
  }

  private static void compareInner(
      JsonNode schema, FieldDescriptor field, Set<String> seen, List<String> differences) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return;
    }
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByName("value");
      compareInner(resolved(schema.path("additionalProperties")), value, seen, differences);
    } else if (!field.getMessageType().getFullName().startsWith("google.")) {
      compare(
          field.isRepeated() ? schema.path("items") : schema,
          field.getMessageType(),
          seen,
          differences);
    }
  }

  private static JsonNode resolved(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty() ? schema : document.at(reference.substring(1));
  }
}
