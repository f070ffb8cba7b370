package io.arco.catalog;

import java.util.List;
import java.util.UUID;

/**
 * What became of one entity between two states.
 *
 * @param before as it was; null if it was not there
 * @param after as it is; null if it is there no more
 */
public record EntityChange(Standing before, Standing after) {
  /**
   * An entity at its place.
   *
   * @param names the names that lead to it, from the top down
   * @param entity what stands there
   */
  public record Standing(List<String> names, Entity entity) {}

  /** The id of the entity. */
  public UUID id() {
    return shown().entity().id();
  }

  /** Of which kind it is. */
  public EntityKind kind() {
    return shown().entity().kind();
  }

  /** The names that lead to it, or led to it if it is there no more. */
  public List<String> names() {
    return shown().names();
  }

  private Standing shown() {
    return after == null ? before : after;
  }

  /** Whether it stands, or stood, below these names, or they lead or led to it. */
  public boolean isBelow(List<String> parents) {
    return isBelow(before, parents) || isBelow(after, parents);
  }

  private static boolean isBelow(Standing standing, List<String> parents) {
    return standing != null
        && standing.names().size() >= parents.size()
        && standing.names().subList(0, parents.size()).equals(parents);
  }
}
