package io.arco.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.server.token.SigningKeys;
import io.arco.server.token.TaskTokens;
import io.arco.store.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has signed a URL, of what, and until when. */
final class FileUrlsTest {
  private static final String OLD = "0123456789abcdef0123456789abcdef";
  private static final String NEW = "fedcba9876543210fedcba9876543210";
  private static final long NOW = 1_700_000_000_000L;
  private static final SignedFile FILE =
      file("t", "w", "catalog", "tables", "000001-a.parquet", 10, "x", NOW / 1000 + 60);

  private static final class FixedClock implements Clock {
    private final long millis;

    private FixedClock(long millis) {
      this.millis = millis;
    }

    @Override
    public long wallMillis() {
      return millis;
    }

    @Override
    public long nanoTime() {
      return millis * 1_000_000;
    }
  }

  private static SignedFile file(
      String tenant,
      String workspace,
      String domain,
      String table,
      String name,
      long bytes,
      String content,
      long expiry) {
    return new SignedFile(
        Workspace.of(tenant, workspace),
        new SignedFile.Table(domain, table),
        name,
        bytes,
        Hash.of(content.getBytes(StandardCharsets.UTF_8)),
        Instant.ofEpochSecond(expiry));
  }

  private static FileUrls urls(String keys, long millis) {
    return new FileUrls(SigningKeys.parse(keys), new FixedClock(millis));
  }

  private static String signature(FileUrls urls, SignedFile file) {
    String url = urls.sign(file);
    return url.substring(url.indexOf("&sig=") + 5);
  }

  private static void refused(FileUrls urls, SignedFile file, String signature) {
    ProblemException refusal =
        assertThrows(ProblemException.class, () -> urls.verify(file, signature));
    assertEquals(ErrorCode.INVALID_URL, refusal.problem().code());
    assertTrue(refusal.problem().details().isEmpty());
  }

  @Test
  void aUrlIsGoodUntilItsTimeIsOver() {
    String signature = signature(urls(OLD, NOW), FILE);
    urls(OLD, NOW + 59_999).verify(FILE, signature);
    refused(urls(OLD, NOW + 60_000), FILE, signature);
  }

  @Test
  void itIsGoodForNothingElse() {
    FileUrls urls = urls(OLD, NOW);
    String signature = signature(urls, FILE);
    long expiry = NOW / 1000 + 60;
    for (SignedFile other :
        List.of(
            file("u", "w", "catalog", "tables", "000001-a.parquet", 10, "x", expiry),
            file("t", "v", "catalog", "tables", "000001-a.parquet", 10, "x", expiry),
            file("t", "w", "audit", "tables", "000001-a.parquet", 10, "x", expiry),
            file("t", "w", "catalog", "columns", "000001-a.parquet", 10, "x", expiry),
            file("t", "w", "catalog", "tables", "000001-b.parquet", 10, "x", expiry),
            file("t", "w", "catalog", "tables", "000001-a.parquet", 11, "x", expiry),
            file("t", "w", "catalog", "tables", "000001-a.parquet", 10, "y", expiry),
            file("t", "w", "catalog", "tables", "000001-a.parquet", 10, "x", expiry + 1))) {
      refused(urls, other, signature);
    }
    for (int i = 0; i < signature.length(); i++) {
      char other = signature.charAt(i) == 'A' ? 'B' : 'A';
      refused(urls, FILE, signature.substring(0, i) + other + signature.substring(i + 1));
    }
    refused(urls, FILE, "");
    refused(urls, FILE, signature + "=");
  }

  @Test
  void theFirstKeySignsAndAllVerify() {
    String old = signature(urls(OLD, NOW), FILE);
    String fresh = signature(urls(NEW + " " + OLD, NOW), FILE);
    assertEquals(signature(urls(NEW, NOW), FILE), fresh);
    urls(NEW + " " + OLD, NOW).verify(FILE, old);
    refused(urls(NEW, NOW), FILE, old);
  }

  @Test
  void aTaskTokenAndTheSignatureOfAUrlAreNothingToEachOther() {
    SigningKeys keys = SigningKeys.parse(OLD);
    String signature = signature(urls(OLD, NOW), FILE);
    String text = FileUrls.PURPOSE + "\nt\nw";
    assertThrows(
        ProblemException.class,
        () -> new TaskTokens(keys, new FixedClock(NOW)).verify(text + "." + signature));
    assertTrue(FileUrls.PURPOSE.indexOf('.') > 0, "no base64url text begins like it");
  }
}
