package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.config.AuthSettings;
import io.arco.testing.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate a server shows. */
final class TlsKeysTest {
  @TempDir private Path directory;
  private final VirtualTime time = new VirtualTime();

  private static String shown(X509KeyManager keys) {
    String alias = keys.chooseServerAlias("EC", null, null);
    return keys.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
  }

  @Test
  void aNewPairIsShownWithinAMinuteAndHalfOfOneIsNot() throws IOException {
    TestCertificate old = TestCertificate.make(directory, "old", "EC");
    TestCertificate fresh = TestCertificate.make(directory, "fresh", "EC");
    X509KeyManager keys =
        time.await(
                TlsKeys.open(
                    new AuthSettings.Tls(
                        old.certFile().toString(), old.keyFile().toString(), false),
                    time.workers(1),
                    time.scheduler()))
            .orElseThrow();
    assertEquals("CN=localhost,OU=old", shown(keys));
    replace(old.certFile(), fresh.certFile());
    time.advance(2 * TlsKeys.LOOK_MILLIS);
    assertEquals("CN=localhost,OU=old", shown(keys));
    replace(old.keyFile(), fresh.keyFile());
    time.advance(2 * TlsKeys.LOOK_MILLIS);
    assertEquals("CN=localhost,OU=fresh", shown(keys));
    Files.delete(old.keyFile());
    time.advance(2 * TlsKeys.LOOK_MILLIS);
    assertEquals("CN=localhost,OU=fresh", shown(keys));
  }

  private static void replace(Path file, Path by) throws IOException {
    Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
