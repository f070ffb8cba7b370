package io.arco.store.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.store.Prefix;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
  @Test
  void everythingButTheBucketMayBeLeftOut() {
    for (String text : new String[] {"s3://bucket", "s3://bucket/", "s3://bucket?"}) {
      assertEquals(
          new S3Location(
              "bucket", Prefix.ROOT, Optional.empty(), Optional.empty(), false, Optional.empty()),
          S3Location.parse(text));
    }
  }

  @Test
  void everyParameterIsTaken() {
    S3Location location =
        S3Location.parse(
            "s3://my-bucket.x/a/b/?endpoint=https://127.0.0.1:9000&region=eu-west-1&pathStyle=true"
                + "&caFile=/etc/ca.pem");
    assertEquals("my-bucket.x", location.bucket());
    assertEquals(new Prefix("a/b/"), location.prefix());
    assertEquals(Optional.of(URI.create("https://127.0.0.1:9000")), location.endpoint());
    assertEquals(Optional.of("eu-west-1"), location.region());
    assertTrue(location.pathStyle());
    assertEquals(Optional.of(Path.of("/etc/ca.pem")), location.caFile());
    assertEquals(location, S3Location.parse(location.toString()));
  }

  @Test
  void aParameterThatIsNotKnownIsNamedWithThoseThatAre() {
    String message = refusal("s3://bucket/?endpoitn=http://x");
    assertTrue(message.contains("'endpoitn'"), message);
    assertTrue(message.contains("endpoint, region, pathStyle, caFile"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/?region, 'region' has no value",
    "s3://bucket/?region=, 'region' has no value",
    "s3://bucket/?region=a&region=b, 'region' is given twice",
    "s3://bucket/?region=EU WEST, region 'EU WEST'",
    "s3://bucket/?pathStyle=yes, pathStyle must be true or false",
    "s3://bucket/?endpoint=127.0.0.1:9000, endpoint must be",
    "s3://bucket/?endpoint=ftp://127.0.0.1, endpoint must be",
    "s3://bucket/?endpoint=http://127.0.0.1/path, endpoint must be",
    "s3://Bucket/, 'Bucket' is not the name",
    "s3:///prefix, '' is not the name",
    "s3://bucket/a//b, its prefix can't be used",
    "s3://bucket/a%2fb, its prefix can't be used",
    "s3:bucket, must be s3://BUCKET/PREFIX",
  })
  void aMistakeIsNamed(String text, String expected) {
    String message = refusal(text);
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/?endpoint=http://me:secret@127.0.0.1:9000",
        "s3://bucket/?endpoint=http://me:secret @127.0.0.1:9000",
      })
  void aPasswordThatIsPutIntoItIsNotRepeated(String text) {
    assertFalse(refusal(text).contains("secret"));
  }

  private static String refusal(String text) {
    return assertThrows(IllegalArgumentException.class, () -> S3Location.parse(text)).getMessage();
  }
}
