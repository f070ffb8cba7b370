package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.ContractClient;
import io.arco.server.RunningServer;
import io.arco.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md names the families that a server has, and their kinds. */
final class MetricsPageTest {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (arco_\\w+) (\\w+)$");

  @Test
  void everyFamilyIsDocumentedAndEveryDocumentedOneIsThere() {
    Map<String, String> documented = new TreeMap<>();
    Page.of("docs/reference/metrics.md")
        .rows("family")
        .forEach(row -> documented.put(Page.code(row.get(0)).get(0), row.get(1)));
    try (RunningServer server = RunningServer.inMemory()) {
      ContractClient client = server.client();
      client.post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
      client.get("/api/v1/catalogs/c").expect(200);
      Await.until(
          "the requests are counted",
          () -> scraped(client).containsKey("arco_http_requests_seconds"));
      assertEquals(documented, scraped(client));
    }
  }

  /** Kinds by family, without those that hold the highest values of others. */
  private static Map<String, String> scraped(ContractClient client) {
    byte[] text = client.get("/metrics").expect(200).bytes();
    Map<String, String> kinds = new TreeMap<>();
    TYPE.matcher(new String(text, StandardCharsets.UTF_8))
        .results()
        .filter(family -> !family.group(1).endsWith("_max"))
        .forEach(family -> kinds.put(family.group(1), family.group(2)));
    return kinds;
  }
}
