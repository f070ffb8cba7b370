package io.arco.server.location;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a table may point. */
final class DataRootsTest {
  @TempDir Path directory;
  private Path root;
  private Path store;
  private DataRoots roots;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectories(directory.resolve("data root"));
    store = Files.createDirectories(root.resolve("store"));
    Files.writeString(root.resolve("a.parquet"), "a");
    Files.writeString(directory.resolve("secret"), "s");
    roots = new DataRoots(List.of(root), store);
  }

  @Test
  void aFileInARootIsTakenAsItIsWritten() throws IOException {
    String location = root.resolve("a.parquet").toUri().toString();
    assertEquals(location, roots.checked(location));
    assertEquals(root.resolve("a.parquet").toRealPath(), roots.resolved(location));
    roots.checked(root.resolve("not/there/yet").toUri().toString());
  }

  @Test
  void whatIsElsewhereIsNobodysBusinessHere() {
    assertEquals("s3://bucket/table", roots.checked("s3://bucket/table"));
  }

  @Test
  void whatLiesOutsideIsRefused() {
    refused("file:///etc/passwd");
    refused(directory.resolve("secret").toUri().toString());
    refused("file:" + root.toUri().getPath() + "../secret");
    refused("file:" + root.toUri().getPath() + "%2e%2e/secret");
    refused("file:" + root.toUri().getPath().replaceAll("/$", "") + "-sibling/x");
    refused("file://host/etc/passwd");
    refused("file:relative");
    refused("FILE:///etc/passwd");
    refused("file:///etc/passwd?x=1");
    refused("file:///a%00b");
  }

  @Test
  void theStoreIsRefusedThoughItLiesInARoot() {
    refused(store.toUri().toString());
    refused(store.resolve("tenant=t/x").toUri().toString());
  }

  @Test
  void aLinkCountsForWhereItLeads() throws IOException {
    Path out = Files.createSymbolicLink(root.resolve("out"), directory);
    refused(out.toUri() + "/secret");
    refused(out.resolve("not-there").toUri().toString());
    Path inside = Files.createSymbolicLink(root.resolve("in"), root.resolve("a.parquet"));
    roots.checked(inside.toUri().toString());
    Path dangling = Files.createSymbolicLink(root.resolve("nowhere"), directory.resolve("gone"));
    refused(dangling.toUri().toString());
    Path loop = root.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    refused(loop.toUri().toString());
  }

  @Test
  void withoutRootsNoLocalFileIsALocation() {
    roots = new DataRoots(List.of(), null);
    refused(root.resolve("a.parquet").toUri().toString());
  }

  private void refused(String location) {
    ProblemException e =
        assertThrows(ProblemException.class, () -> roots.checked(location), location);
    assertEquals(ErrorCode.INVALID_LOCATION, e.problem().code());
  }
}
