package io.arco.server.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server as its clients know it. Immutable; never shows its token. */
public final class RemoteServer {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final URI address;
  private final String tenantOrNull;
  private final String workspaceOrNull;
  private final String tokenOrNull;
  private final Path caFileOrNull;

  /**
   * A server.
   *
   * @param address without a slash at the end
   * @param tenantOrNull null: the caller's own
   * @param workspaceOrNull null: the caller's own
   * @param tokenOrNull that the caller bears; null: none
   * @param caFileOrNull certificates in PEM that are trusted instead of those that Java trusts
   */
  public RemoteServer(
      URI address,
      String tenantOrNull,
      String workspaceOrNull,
      String tokenOrNull,
      Path caFileOrNull) {
    this.address = address;
    this.tenantOrNull = tenantOrNull;
    this.workspaceOrNull = workspaceOrNull;
    this.tokenOrNull = tokenOrNull;
    this.caFileOrNull = caFileOrNull;
  }

  /** Its address, without a slash at the end. */
  public URI address() {
    return address;
  }

  /** The beginning of a request on a path, with what says who asks, and where. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Accept", "application/json, application/problem+json");
    header(request, "X-Arco-Tenant", tenantOrNull);
    header(request, "X-Arco-Workspace", workspaceOrNull);
    header(request, "Authorization", tokenOrNull == null ? null : "Bearer " + tokenOrNull);
    return request;
  }

  private static void header(HttpRequest.Builder request, String name, String valueOrNull) {
    if (valueOrNull != null) {
      request.header(name, valueOrNull);
    }
  }

  /**
   * A client for it.
   *
   * @throws IllegalArgumentException if the certificates can't be read
   */
  public HttpClient client() {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if (caFileOrNull != null) {
      client.sslContext(trusting(caFileOrNull));
    }
    return client.build();
  }

  private static SSLContext trusting(Path caFile) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(caFile)))) {
        trusted.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          caFile + " holds no certificates that can be read (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
