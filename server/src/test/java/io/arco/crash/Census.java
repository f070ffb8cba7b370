package io.arco.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that exists in a workspace, as its lists tell. */
final class Census {
  private final CatalogClient client;
  private final Map<String, String> keyById = new HashMap<>();

  private Census(CatalogClient client) {
    this.client = client;
  }

  /** Lists all; the key of the request that made it, by id. */
  static Map<String, String> of(CatalogClient client) {
    Census census = new Census(client);
    census.list(
        CatalogRequest.CATALOGS,
        catalog ->
            census.list(
                catalog + "/schemas", schema -> census.list(schema + "/tables", table -> {})));
    return census.keyById;
  }

  private void list(String list, Consumer<String> children) {
    client.forEach(
        list,
        (JsonNode item) -> {
          keyById.put(item.path("id").asText(), item.path("comment").asText());
          children.accept(list + "/" + item.path("name").asText());
        });
  }

  /** Checks that each of these is there to the letter of its first answer. */
  static void checkBodies(CatalogClient client, Expectation expectation, Violations violations) {
    expectation.live().parallelStream()
        .forEach(
            created -> {
              CatalogAnswer now = client.get(created.request().entity());
              violations.check(
                  now.text().equals(created.answer().text()),
                  created.request() + " answered " + created.answer() + ", now " + now);
            });
  }
}
