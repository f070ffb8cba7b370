package io.arco.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceKeysTest {
  private final WorkspaceKeys keys = new WorkspaceKeys(Workspace.of("acme", "prod-1"));

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "default", "a-b_c", "9to5", "a-", "a_"})
  void aNameOfLowerCaseLettersDigitsHyphensAndUnderscoresIsATenant(String name) {
    assertEquals(name, new Tenant(name).name());
    assertEquals(name, Workspace.of("t", name).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", "_a", "A", "a.b", "a/b", "..", "a b", "é", "a\n", "a=b", "%61", "a\0"})
  void anyOtherNameIsNeitherTenantNorWorkspace(String name) {
    assertThrows(IllegalArgumentException.class, () -> new Tenant(name));
    assertThrows(IllegalArgumentException.class, () -> Workspace.of("t", name));
  }

  @Test
  void aNameOf63CharactersIsTheLongest() {
    assertEquals(63, new Tenant("a".repeat(63)).name().length());
    assertThrows(IllegalArgumentException.class, () -> new Tenant("a".repeat(64)));
  }

  @Test
  void theLayoutIsThePublicOne() {
    String root = "tenant=acme/workspace=prod-1/";
    assertEquals(root, keys.root().text());
    assertEquals(root + "workspace.json", keys.workspaceFile().text());
    assertEquals(root + "journal/", keys.journal().text());
    assertEquals(root + "snapshots/", keys.snapshots().text());
    assertEquals(root + "snapshots/current.json", keys.hint().text());
    assertEquals(root + "tables/", keys.tables().text());
    assertEquals(root + "internal/", keys.internal().text());
    assertEquals(root + "tables/catalog/x.parquet", keys.file("tables/catalog/x.parquet").text());
  }

  @Test
  void noKeyOfAWorkspaceLiesInAnother() {
    List<WorkspaceKeys> others =
        List.of(
            new WorkspaceKeys(Workspace.of("acme", "prod-10")),
            new WorkspaceKeys(Workspace.of("acme", "prod")),
            new WorkspaceKeys(Workspace.of("acm", "prod-1")),
            new WorkspaceKeys(Workspace.of("acme2", "prod-1")));
    for (WorkspaceKeys other : others) {
      assertTrue(!other.root().contains(keys.workspaceFile()), other.toString());
      assertTrue(!keys.root().contains(other.hint()), other.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> keys.file("../workspace=other/x"));
  }
}
