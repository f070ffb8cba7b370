package io.arco.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Walks the list of a schema's tables, page by page. */
final class TableNames {
  /** The largest page. */
  static final int PAGE = 1_000;

  private TableNames() {}

  /** The names of all tables in the schema of table {@code i}. */
  static List<String> all(Clients clients, int i) {
    return pages(clients, i, new Latencies());
  }

  /** The same; the latency of each page is added. */
  static List<String> pages(Clients clients, int i, Latencies latencies) {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      String path = Lab.tables(i) + "?pageSize=" + PAGE;
      long began = System.nanoTime();
      HttpConnection.Response response =
          clients.send(HttpConnection.get(token == null ? path : path + "&pageToken=" + token));
      latencies.add(System.nanoTime() - began);
      JsonNode page = Json.tree(response.body().getBytes());
      page.path("items").forEach(item -> names.add(item.path("name").textValue()));
      token = page.path("nextPageToken").textValue();
    } while (token != null);
    return names;
  }
}
