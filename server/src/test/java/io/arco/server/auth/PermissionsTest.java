package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient;
import io.vertx.openapi.contract.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PermissionsTest {
  private static Set<String> contract() {
    return ContractClient.contract().operations().stream()
        .map(Operation::getOperationId)
        .collect(Collectors.toSet());
  }

  @Test
  void everyOperationHasOneAndThereAreNoOthers() {
    Permissions.check(contract());
  }

  @Test
  void anOperationThatHasNoneIsNamed() {
    Set<String> more = new HashSet<>(contract());
    more.add("dropEverything");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Permissions.check(more));
    assertTrue(refused.getMessage().contains("dropEverything"));
    Set<String> fewer = new HashSet<>(contract());
    fewer.remove("getTable");
    assertThrows(IllegalStateException.class, () -> Permissions.check(fewer));
  }

  @Test
  void whatChangesSomethingTakesMoreThanAReader() {
    // One ends what one has asked: it changes nothing that is kept.
    Set<String> asked =
        Set.of("query", "queryData", "cancelQuery", "previewPlan", "createFileUrls");
    for (Operation operation : ContractClient.contract().operations()) {
      String id = operation.getOperationId();
      boolean isRead = operation.getHttpMethod().name().equals("GET") || asked.contains(id);
      Access access = Permissions.of(id);
      boolean isForReaders = access == Access.READER;
      if (access != Access.OPEN && access != Access.TASK && access != Access.ADMIN) {
        assertEquals(isRead, isForReaders, id);
      }
    }
  }
}
