package io.arco.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an entity stands: the names from the top down to it. The empty path is the top itself.
 *
 * @param keys from the top down
 */
public record EntityPath(List<ChildKey> keys) {
  /** No entity is called so: SQL shows Arco's own tables under it. */
  private static final String RESERVED_NAME = "system";

  /** The top: the parent of catalogs. */
  public static final EntityPath TOP = new EntityPath(List.of());

  /** Copies the keys. */
  public EntityPath {
    keys = List.copyOf(keys);
  }

  /**
   * What keeps a text from being the name of an entity: what was expected instead, in words. Empty
   * if nothing does; length and characters are other rules.
   */
  public static Optional<String> brokenRule(String name) {
    if (name.indexOf('/') >= 0 || name.indexOf('.') >= 0) {
      return Optional.of("no / and no .");
    }
    // In any case: SQL engines find names without regard to it.
    return name.equalsIgnoreCase(RESERVED_NAME) ? Optional.of("not system") : Optional.empty();
  }

  /** A catalog. */
  public static EntityPath catalog(String name) {
    return new EntityPath(List.of(new ChildKey(EntityKind.CATALOG, name)));
  }

  /** A schema. */
  public static EntityPath schema(String catalog, String name) {
    return new EntityPath(
        List.of(new ChildKey(EntityKind.CATALOG, catalog), new ChildKey(EntityKind.SCHEMA, name)));
  }

  /** A table. */
  public static EntityPath table(String catalog, String schema, String name) {
    return new EntityPath(
        List.of(
            new ChildKey(EntityKind.CATALOG, catalog),
            new ChildKey(EntityKind.SCHEMA, schema),
            new ChildKey(EntityKind.TABLE, name)));
  }

  /**
   * An entity of a kind.
   *
   * @param names from the top down, as many as the kind's lineage has kinds
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static EntityPath of(EntityKind kind, List<String> names) {
    List<EntityKind> kinds = kind.lineage();
    if (names.size() != kinds.size()) {
      throw new IllegalArgumentException(kind + " is not named by " + names.size() + " names");
    }
    List<ChildKey> keys = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      keys.add(new ChildKey(kinds.get(i), names.get(i)));
    }
    return new EntityPath(keys);
  }

  /**
   * Where the parent stands.
   *
   * @throws IndexOutOfBoundsException if this is the top
   */
  public EntityPath parent() {
    return new EntityPath(keys.subList(0, keys.size() - 1));
  }

  /**
   * The last key.
   *
   * @throws IndexOutOfBoundsException if this is the top
   */
  public ChildKey last() {
    return keys.get(keys.size() - 1);
  }

  /** The names from the top down. */
  public List<String> names() {
    return keys.stream().map(ChildKey::name).toList();
  }
}
