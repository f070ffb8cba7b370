package io.arco.server;

import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.auth.AuthSetupException;
import io.arco.server.config.AuthSettings;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key that both listeners show, from their files. Looked at once a minute, on a
 * worker; connections made afterwards are shown the new ones.
 */
final class TlsKeys {
  /** How often the files are looked at. */
  static final long LOOK_MILLIS = 60_000;

  /** The largest file, in bytes. */
  static final long MAX_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(TlsKeys.class);
  private static final byte[] PROOF = {1, 2, 3};

  private final Path certFile;
  private final Path keyFile;
  private final Workers workers;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private byte[] certSeen;
  private byte[] keySeen;

  private TlsKeys(Path certFile, Path keyFile, Workers workers) {
    this.certFile = certFile;
    this.keyFile = keyFile;
    this.workers = workers;
  }

  /**
   * Reads the files, if any are configured, and begins to look at them. Fails with {@link
   * AuthSetupException} if they can't be used, for the person who starts the server.
   */
  static Future<Optional<X509KeyManager>> open(
      AuthSettings.Tls configured, Workers workers, Scheduler scheduler) {
    if (configured.certFile().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    TlsKeys tls =
        new TlsKeys(Path.of(configured.certFile()), Path.of(configured.keyFile()), workers);
    return tls.look()
        .map(
            read -> {
              tls.lookLater(scheduler);
              return Optional.of(tls.keys);
            });
  }

  private Future<Void> look() {
    return workers.call(
        () -> {
          readIfChanged();
          return null;
        });
  }

  private void lookLater(Scheduler scheduler) {
    scheduler.schedule(
        LOOK_MILLIS,
        () ->
            look()
                .onFailure(e -> LOG.error("{}; the old certificate is shown", e.getMessage()))
                .onComplete(looked -> lookLater(scheduler)));
  }

  private synchronized void readIfChanged() {
    try {
      byte[] cert = bytes(certFile);
      byte[] key = bytes(keyFile);
      if (Arrays.equals(cert, certSeen) && Arrays.equals(key, keySeen)) {
        return;
      }
      X509Certificate[] chain =
          CertificateUtils.getX509Certificates(new ByteArrayInputStream(cert));
      PrivateKey privateKey = CertificateUtils.getPrivateKey(new ByteArrayInputStream(key));
      if (chain.length == 0 || !fit(chain[0], privateKey)) {
        throw new GeneralSecurityException("they don't fit together");
      }
      keys.updateIdentityCredentials(chain, privateKey);
      certSeen = cert;
      keySeen = key;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      String why = e instanceof GeneralSecurityException ? ": " + e.getMessage() : "";
      throw new AuthSetupException(
          "tls.certFile %s and tls.keyFile %s can't be used (%s%s)"
              .formatted(certFile, keyFile, e.getClass().getSimpleName(), why),
          e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  /** Whether what the key signs is what the certificate verifies. */
  private static boolean fit(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(PROOF);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROOF);
    return signature.verify(signed);
  }
}
