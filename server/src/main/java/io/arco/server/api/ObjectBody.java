package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.catalog.Change;
import io.arco.catalog.DetailsSpec;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.problem.ProblemException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The body of a request about an entity of a kind with details: the fields that all kinds have, and
 * beside them those of the kind.
 *
 * @param common the fields of all kinds
 * @param details the fields of the kind
 * @param <T> the record of the common fields
 */
record ObjectBody<T>(T common, DetailsSpec details) {
  /** What is said of every new entity. */
  record New(
      String name,
      String comment,
      Map<String, String> properties,
      String owner,
      Map<String, String> tags) {}

  /** What of every entity becomes what: a merge patch. */
  record Patch(
      String catalog,
      String schema,
      String name,
      Change<String> comment,
      Change<String> owner,
      Change<Map<String, String>> tags,
      Change<Map<String, String>> properties) {
    EntityPatch patch(DetailsSpec details) {
      return new EntityPatch(
          catalog, schema, name, comment, owner, tags, properties, null, null, details);
    }
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static <T> ObjectBody<T> of(RequestBody body, EntityKind kind, Class<T> common) {
    // A copy: what is taken out of it may be part of a body that is still needed.
    ObjectNode rest = body.as(ObjectNode.class).deepCopy();
    List<String> known = new ArrayList<>();
    ObjectNode taken = rest.objectNode();
    for (RecordComponent component : common.getRecordComponents()) {
      known.add(component.getName());
      JsonNode value = rest.remove(component.getName());
      if (value != null) {
        taken.set(component.getName(), value);
      }
    }
    for (RecordComponent component : DetailsSpec.typeOf(kind).getRecordComponents()) {
      known.add(component.getName());
    }
    T first = BodyDecoder.decode(taken, common, known);
    // Details say of which kind they are; here the path has said so.
    JsonNode details = rest.objectNode().set(kind.text(), rest);
    return new ObjectBody<>(first, BodyDecoder.decode(details, DetailsSpec.class, known));
  }
}
