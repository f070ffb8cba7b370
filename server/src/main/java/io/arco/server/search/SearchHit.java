package io.arco.server.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.SortedMap;

/**
 * A thing that was found, as callers see it.
 *
 * @param kind its kind
 * @param id of an entity its id, of an asset its key
 * @param names what leads to it, from the top down, its own name last
 * @param name its own name
 * @param comment what a person says about it, or null
 * @param owners who answer for it
 * @param tags what it is marked with
 * @param score what the hits of the words are worth together
 * @param matches where they are, those that count most first
 */
@JsonPropertyOrder({"kind", "id", "names", "name", "comment", "owners", "tags", "score", "matches"})
public record SearchHit(
    String kind,
    String id,
    List<String> names,
    String name,
    String comment,
    List<String> owners,
    SortedMap<String, String> tags,
    int score,
    List<Match> matches) {

  /**
   * A text that words were found in.
   *
   * @param field what it is
   * @param column whose it is; null: the thing's own
   * @param fragments the text, or what of it is around the first hit, in pieces
   */
  @JsonPropertyOrder({"field", "column", "fragments"})
  public record Match(SearchField field, String column, List<Fragment> fragments) {}

  /**
   * A piece of a text.
   *
   * @param text the piece
   * @param hit whether it is what was found
   */
  @JsonPropertyOrder({"text", "hit"})
  public record Fragment(String text, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean hit) {}
}
