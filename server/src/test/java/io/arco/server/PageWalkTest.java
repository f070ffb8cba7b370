package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.server.config.ArcoConfig;
import io.arco.testing.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks over pages of a list that changes meanwhile: each shows the list of its first page. */
class PageWalkTest {
  private static final String LIST = "/api/v1/catalogs/c/schemas/s/tables";
  private static final int WALKS = 30;
  private static final long PAGE_GOOD_MILLIS = 15 * 60_000;
  private static final int CHANGES_BETWEEN_PAGES = 4;

  private final Seeds seeds = Seeds.of("PageWalkTest");
  private final TreeSet<String> there = new TreeSet<>();
  private int made;

  @TempDir Path folder;

  private record Walk(List<String> expected, List<String> seen, String token, long sequence) {}

  @Test
  void walksOnTwoServersSeeTheListOfTheirFirstPageWhateverIsChangedMeanwhile() {
    ArcoConfig config = Configs.inMemory("store", "file:" + folder);
    try (RunningServer first = RunningServer.on(config);
        RunningServer second = RunningServer.on(config)) {
      List<ContractClient> clients = List.of(first.client(), second.client());
      prepare(first.client());
      List<Walk> walks = new ArrayList<>();
      for (int begun = 0; begun < WALKS || !walks.isEmpty(); ) {
        change(seeds.oneOf(clients));
        if (begun < WALKS && (walks.size() < 3 || seeds.below(4) == 0)) {
          begun++;
          walks.add(begin(seeds.oneOf(clients), ""));
        } else {
          int index = seeds.below(walks.size());
          goOn(walks, index, seeds.oneOf(clients));
        }
      }
    }
  }

  @Test
  void aWalkGoesOnAfterARestart() {
    ArcoConfig config = Configs.inMemory("store", "file:" + folder);
    List<Walk> walks = new ArrayList<>();
    try (RunningServer server = RunningServer.on(config)) {
      prepare(server.client());
      for (int i = 0; i < 5; i++) {
        walks.add(begin(server.client(), ""));
        change(server.client());
      }
    }
    try (RunningServer server = RunningServer.on(config)) {
      while (!walks.isEmpty()) {
        change(server.client());
        goOn(walks, seeds.below(walks.size()), server.client());
      }
    }
  }

  @Test
  void aWalkOverAFormerStateGoesOnWithAndWithoutSayingSo() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + folder))) {
      ContractClient client = server.client();
      prepare(client);
      long sequence = client.get(LIST + "?pageSize=1").sequence();
      List<String> then = List.copyOf(there);
      change(client);
      String asOf = "&asOf=" + sequence;
      Answer page = client.get(LIST + "?pageSize=1000" + asOf).expect(200);
      assertEquals(then, names(page));
      assertEquals(sequence, page.sequence());
      String token = client.get(LIST + "?pageSize=2" + asOf).json().path("nextPageToken").asText();
      String next = LIST + "?pageSize=2&pageToken=" + token;
      assertEquals(then.subList(2, 4), names(client.get(next)));
      assertEquals(then.subList(2, 4), names(client.get(next + asOf)));
      client.get(next + "&asOf=" + (sequence - 1)).expect(400, "INVALID_PAGE_TOKEN");
      // A walk over the newest state is not one as of anything.
      String newest = client.get(LIST + "?pageSize=2").json().path("nextPageToken").asText();
      client.get(LIST + "?pageToken=" + newest + asOf).expect(400, "INVALID_PAGE_TOKEN");
    }
  }

  @Test
  void anyChangedCharacterOfATokenIsRefused() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + folder))) {
      ContractClient client = server.client();
      prepare(client);
      String token = client.get(LIST + "?pageSize=2").json().path("nextPageToken").asText();
      String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      for (int i = 0; i < token.length() - 1; i++) {
        char other = letters.charAt(seeds.below(letters.length()));
        if (other != token.charAt(i)) {
          String changed = token.substring(0, i) + other + token.substring(i + 1);
          client.get(LIST + "?pageToken=" + changed).expect(400, "INVALID_PAGE_TOKEN");
        }
      }
    }
  }

  @Test
  void aWalkIsOverAQuarterOfAnHourAfterItsLastPage() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", "file:" + folder))) {
      ContractClient client = server.client();
      prepare(client);
      String token = client.get(LIST + "?pageSize=2").json().path("nextPageToken").asText();
      long almost = PAGE_GOOD_MILLIS - 60_000;
      client.get(LIST + "?pageToken=" + older(token, almost)).expect(200);
      Answer over = client.get(LIST + "?pageToken=" + older(token, PAGE_GOOD_MILLIS + 1));
      over.expect(410, "PAGE_EXPIRED");
      assertEquals(PAGE_GOOD_MILLIS, over.json().at("/details/goodMillis").asLong());
    }
  }

  /** A token as it would be if it had been given so much earlier. */
  private static String older(String token, long millis) {
    ObjectNode json = (ObjectNode) Json.tree(Base64.getUrlDecoder().decode(token));
    json.put("madeAt", json.path("madeAt").asLong() - millis);
    json.remove("sum");
    json.put("sum", Hash.of(Json.bytes(json)).hex().substring(0, 12));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
  }

  private void prepare(ContractClient client) {
    client.post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
    client.post("/api/v1/catalogs/c/schemas", "{\"name\":\"s\"}").expect(201);
    for (int i = 0; i < 12; i++) {
      create(client);
    }
  }

  private Walk begin(ContractClient client, String more) {
    Answer page = client.get(LIST + "?pageSize=" + (1 + seeds.below(4)) + more).expect(200);
    assertTrue(page.json().has("nextPageToken"));
    return new Walk(List.copyOf(there), names(page), token(page), page.sequence());
  }

  private void goOn(List<Walk> walks, int index, ContractClient client) {
    Walk walk = walks.get(index);
    Answer page =
        client
            .get(LIST + "?pageSize=" + (1 + seeds.below(4)) + "&pageToken=" + walk.token())
            .expect(200);
    assertEquals(walk.sequence(), page.sequence());
    List<String> seen = new ArrayList<>(walk.seen());
    seen.addAll(names(page));
    assertNotEquals(List.of(), names(page));
    if (token(page) == null) {
      assertEquals(walk.expected(), seen);
      walks.remove(index);
    } else {
      walks.set(index, new Walk(walk.expected(), seen, token(page), walk.sequence()));
    }
  }

  private void change(ContractClient client) {
    for (int i = 0; i < CHANGES_BETWEEN_PAGES; i++) {
      int what = seeds.below(3);
      if (what == 0 || there.size() < 8) {
        create(client);
        continue;
      }
      String name = seeds.oneOf(List.copyOf(there));
      there.remove(name);
      if (what == 1) {
        client.delete(LIST + "/" + name).expect(200);
      } else {
        String to = newName();
        client.patch(LIST + "/" + name, "{\"name\":\"" + to + "\"}").expect(200);
        there.add(to);
      }
    }
  }

  private void create(ContractClient client) {
    String name = newName();
    client.post(LIST, "{\"name\":\"" + name + "\",\"columns\":[]}").expect(201);
    there.add(name);
  }

  private String newName() {
    return seeds.name(3).toLowerCase(Locale.ROOT) + ++made;
  }

  private static String token(Answer page) {
    return page.json().path("nextPageToken").asText(null);
  }

  private static List<String> names(Answer page) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : page.expect(200).json().path("items")) {
      names.add(item.path("name").asText());
    }
    return names;
  }
}
