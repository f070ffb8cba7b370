package io.arco.catalog;

import io.arco.problem.ProblemException;
import java.util.List;

/**
 * The rules of details as callers describe them. Each method throws {@link ProblemException} naming
 * the field as a JSON pointer into the request.
 */
public final class DetailRules {
  private final CatalogLimits limits;
  private final CatalogRules rules;

  DetailRules(CatalogLimits limits, CatalogRules rules) {
    this.limits = limits;
    this.rules = rules;
  }

  /** What a change leaves, which must be there. */
  static <T> T required(String field, Change<T> change, T before) {
    T after = Change.after(change, before);
    if (after == null) {
      throw CatalogProblems.required(field).asException();
    }
    return after;
  }

  /** A program's text, in lines. */
  String text(String field, String text) {
    if (text.isBlank()) {
      throw CatalogProblems.text(field, text, "more than blanks").asException();
    }
    CatalogRules.freeText(field, text, limits.textCharacters());
    return text;
  }

  /** A name of something outside the catalog, or a part of an entity: null is none. */
  String word(String field, String word) {
    if (word != null) {
      rules.text(field, word);
    }
    return word;
  }

  /** An absolute URI; null is none. */
  String location(String location) {
    rules.location(location);
    return location;
  }

  /** A comment; null is none. */
  String comment(String field, String comment) {
    rules.comment(field, comment);
    return comment;
  }

  /** The canonical text of a type. */
  static String type(String field, String text) {
    return ColumnRules.type(field, text).text();
  }

  /** A list of which every element is there; null is an empty one. */
  <T> List<T> list(String field, List<T> list) {
    if (list == null) {
      return List.of();
    }
    if (list.size() > limits.detailEntries()) {
      throw CatalogRules.tooMany(field, "detailEntries", limits.detailEntries());
    }
    for (int i = 0; i < list.size(); i++) {
      CatalogRules.requiredValue(field + "/" + i, list.get(i));
    }
    return list;
  }
}
