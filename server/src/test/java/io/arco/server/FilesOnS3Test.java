package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.testing.s3.S3TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Files of a manifest in a bucket, by this server's URLs and by the store's own. */
final class FilesOnS3Test {
  private static final String URLS = "/api/v1/browser/urls";

  @Test
  void bothKindsOfUrlsGiveTheSameBytes() throws Exception {
    try (S3TestServer s3 = S3TestServer.start();
        RunningServer server = RunningServer.on(Configs.inMemory("store", s3.newStore()))) {
      ContractClient client = server.client();
      client.post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
      JsonNode own = file(client, "\"signed\"");
      JsonNode presigned = file(client, "\"presigned\"");
      assertEquals(own.path("sha256"), presigned.path("sha256"));
      byte[] served = client.get(own.path("url").asText()).expect(200).bytes();
      assertEquals(own.path("sha256").asText(), Hash.of(served).hex());
      URI url = URI.create(presigned.path("url").asText());
      assertFalse(url.toString().startsWith(server.server().url()));
      HttpResponse<byte[]> fetched = fetch(HttpRequest.newBuilder(url));
      assertEquals(200, fetched.statusCode());
      assertEquals(own.path("sha256").asText(), Hash.of(fetched.body()).hex());
      HttpResponse<byte[]> part = fetch(HttpRequest.newBuilder(url).header("Range", "bytes=0-3"));
      assertEquals(206, part.statusCode());
      assertEquals(4, part.body().length);
      URI internal = URI.create(url.toString().replace("/tables/", "/internal/"));
      assertTrue(fetch(HttpRequest.newBuilder(internal)).statusCode() >= 400);
    }
  }

  private static JsonNode file(ContractClient client, String mode) {
    String body =
        "{\"tables\":[\"catalog.catalogs\"],\"freshness\":\"latest\",\"mode\":" + mode + "}";
    return client.post(URLS, body).expect(200).json().at("/tables/0/files/0");
  }

  private static HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
