package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.EntityKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Body of {@code createTransaction}.
 *
 * @param operations in the order in which they are done
 */
record TransactionBody(List<Step> operations) {
  /**
   * One operation of a transaction: what a request of its own would say.
   *
   * @param operation the {@code operationId} of that request, or {@code require}
   * @param kind of {@code require}: of which kind the entity is
   * @param path the path parameters of that request
   * @param body the body of that request
   * @param force its query parameter
   * @param purge its query parameter
   * @param precondition what must hold when it is the operation's turn
   */
  record Step(
      String operation,
      EntityKind kind,
      Map<String, String> path,
      JsonNode body,
      Boolean force,
      Boolean purge,
      Precondition precondition) {}

  /**
   * What must hold of the entity that an operation is about.
   *
   * @param mustExist it is there
   * @param mustNotExist it is not
   * @param id it is there and has this id
   * @param version it is there and of this version
   */
  record Precondition(Boolean mustExist, Boolean mustNotExist, UUID id, Long version) {}
}
