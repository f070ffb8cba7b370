package io.arco.ledger;

import java.util.List;
import java.util.UUID;

/**
 * What an event is about, for those who follow changes.
 *
 * @param kind the word of the kind of thing
 * @param id its id
 * @param names the names that led to it when it happened, from the top down
 */
public record Subject(String kind, UUID id, List<String> names) {
  /** Copies the names. */
  public Subject {
    names = List.copyOf(names);
  }
}
