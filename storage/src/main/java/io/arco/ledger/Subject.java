package io.arco.ledger;

import java.util.List;
import java.util.UUID;

/**
 * What an event is about, for those who follow changes.
 *
 * @param kind the word of the kind of thing
 * @param id its id
 * @param names the names that led to it before, or of a new one afterwards, from the top down
 * @param fields what of it was altered, in the words of the event; none where the event says all
 */
public record Subject(String kind, UUID id, List<String> names, List<String> fields) {
  /** Copies the lists. */
  public Subject {
    names = List.copyOf(names);
    fields = List.copyOf(fields);
  }
}
