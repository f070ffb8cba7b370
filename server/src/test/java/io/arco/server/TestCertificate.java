package io.arco.server;

import io.arco.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for localhost that its own key has signed, in PEM files. */
public final class TestCertificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path certFile;
  private final Path keyFile;
  private final Certificate certificate;
  private final KeyStore store;

  private TestCertificate(Path certFile, Path keyFile, Certificate certificate, KeyStore store) {
    this.certFile = certFile;
    this.keyFile = keyFile;
    this.certificate = certificate;
    this.store = store;
  }

  /**
   * Makes one, with the JDK's own tool.
   *
   * @param algorithm of the key: RSA or EC
   * @param name of the files
   */
  public static TestCertificate make(Path directory, String name, String algorithm) {
    Path store = directory.resolve(name + ".p12");
    try {
      Process tool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "k",
                  "-keyalg",
                  algorithm,
                  "-dname",
                  "CN=localhost, OU=" + name,
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  store.toString())
              .inheritIO()
              .start();
      Await.until("keytool ends", () -> !tool.isAlive());
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(new ByteArrayInputStream(Files.readAllBytes(store)), PASSWORD);
      Certificate certificate = keys.getCertificate("k");
      Path cert = pem(directory.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded());
      Path key =
          pem(
              directory.resolve(name + ".key"),
              "PRIVATE KEY",
              keys.getKey("k", PASSWORD).getEncoded());
      return new TestCertificate(cert, key, certificate, keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
  }

  /** Its file. */
  public Path certFile() {
    return certFile;
  }

  /** The file of its key. */
  public Path keyFile() {
    return keyFile;
  }

  /** What shows it. */
  SSLContext serving() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What trusts it and nothing else. */
  public SSLContext trusting() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("k", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
