package io.arco.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The answer to a submission that holds.
 *
 * @param sequence the commit that did it; for one that changed nothing, the newest commit it was
 *     decided on
 * @param answers one per command
 * @param incarnation the id of the workspace's incarnation as text, empty for the first
 * @param replayed whether this is the first answer to an earlier request with the same key
 */
public record Receipt(long sequence, List<JsonNode> answers, String incarnation, boolean replayed) {
  /** Copies the answers. */
  public Receipt {
    answers = List.copyOf(answers);
  }
}
