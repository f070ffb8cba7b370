package io.arco.catalog;

import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The rules of what a caller may write into the catalog, as far as they can be judged without the
 * state. Each method throws {@link ProblemException} naming the field as a JSON pointer into the
 * request.
 */
final class CatalogRules {
  private final CatalogLimits limits;

  CatalogRules(CatalogLimits limits) {
    this.limits = limits;
  }

  /** The value, which must be there; whether it is well-formed doesn't matter for a look-up. */
  static String required(String field, String value) {
    if (value == null) {
      throw CatalogProblems.required(field).asException();
    }
    return value;
  }

  /** Any value, which must be there. */
  static <T> T requiredValue(String field, T value) {
    if (value == null) {
      throw CatalogProblems.required(field).asException();
    }
    return value;
  }

  /** The names that lead to an entity of this kind, all of them there. */
  static EntityPath path(EntityKind kind, List<String> names) {
    if (kind == null) {
      throw CatalogProblems.required("/kind").asException();
    }
    List<EntityKind> kinds = kind.lineage();
    for (int i = 0; i < kinds.size(); i++) {
      String field = kinds.get(i) == kind ? "/name" : "/" + kinds.get(i).text();
      required(field, names == null || i >= names.size() ? null : names.get(i));
    }
    if (names.size() > kinds.size()) {
      throw CatalogProblems.notHere("/names", kinds.size() + " names").asException();
    }
    return EntityPath.of(kind, names);
  }

  /** The name of a new entity, or the new name of one. */
  void name(String name) {
    text("/name", name);
    EntityPath.brokenRule(name)
        .ifPresent(
            expected -> {
              throw CatalogProblems.name("/name", name, expected).asException();
            });
  }

  /** A comment; null is none. */
  void comment(String field, String comment) {
    if (comment != null) {
      freeText(field, comment, limits.commentCharacters());
    }
  }

  /** Who answers for something; null is nobody. */
  void owner(String owner) {
    if (owner == null) {
      return;
    }
    if (owner.isEmpty() || !TextRules.fits(owner, limits.ownerCharacters())) {
      String expected = "1 to " + limits.ownerCharacters() + " characters";
      throw CatalogProblems.text("/owner", owner, expected).asException();
    }
    if (TextRules.hasControl(owner) || TextRules.isBroken(owner)) {
      throw CatalogProblems.text("/owner", owner, "no control characters, no lone surrogates")
          .asException();
    }
  }

  /** Properties; null is none. */
  void properties(Map<String, String> properties) {
    entries("/properties", properties, false);
  }

  /** Tags; null is none. */
  void tags(String field, Map<String, String> tags) {
    entries(field, tags, false);
  }

  /** Properties after what a caller wants of them. */
  SortedMap<String, String> propertiesAfter(
      SortedMap<String, String> before, Change<Map<String, String>> change) {
    return after("/properties", before, change);
  }

  /** Tags after what a caller wants of them. */
  SortedMap<String, String> tagsAfter(
      String field, SortedMap<String, String> before, Change<Map<String, String>> change) {
    return after(field, before, change);
  }

  private SortedMap<String, String> after(
      String field, SortedMap<String, String> before, Change<Map<String, String>> change) {
    if (change == null) {
      return before;
    }
    if (change.value() == null) {
      return SortedProperties.copyOf(null);
    }
    entries(field, change.value(), true);
    SortedMap<String, String> after = SortedProperties.merged(before, change.value());
    checkCount(field, after.size());
    return after;
  }

  private void entries(String field, Map<String, String> entries, boolean mayBeNull) {
    if (entries != null) {
      checkCount(field, entries.size());
      entries.forEach((key, value) -> entry(field, key, value, mayBeNull));
    }
  }

  private void checkCount(String field, int count) {
    boolean tags = field.endsWith("/tags");
    int maximum = tags ? limits.tags() : limits.properties();
    if (count > maximum) {
      throw tooMany(field, tags ? "tags" : "properties", maximum);
    }
  }

  /** A location; null is none. */
  void location(String location) {
    if (location == null) {
      return;
    }
    if (!TextRules.fits(location, limits.locationCharacters())) {
      throw CatalogProblems.location(
              location, "at most " + limits.locationCharacters() + " characters")
          .asException();
    }
    try {
      URI uri = new URI(location);
      if (!uri.isAbsolute() || uri.isOpaque() || TextRules.isBroken(location)) {
        throw CatalogProblems.location(location, "a URI like file:/… or s3://…").asException();
      }
    } catch (URISyntaxException e) {
      throw CatalogProblems.location(location, "a URI like file:/… or s3://…").asException();
    }
  }

  private void entry(String place, String key, String value, boolean mayBeNull) {
    if (key == null || key.isEmpty()) {
      throw CatalogProblems.text(place, "", "keys of at least 1 character").asException();
    }
    if (!TextRules.fits(key, limits.propertyKeyCharacters())) {
      String expected = "keys of at most " + limits.propertyKeyCharacters() + " characters";
      throw CatalogProblems.text(place, key, expected).asException();
    }
    if (TextRules.hasControl(key) || TextRules.isBroken(key)) {
      throw CatalogProblems.text(place, key, "keys without control characters").asException();
    }
    if (value != null || !mayBeNull) {
      String field = place + "/" + key.replace("~", "~0").replace("/", "~1");
      freeText(field, required(field, value), limits.propertyValueCharacters());
    }
  }

  /** A name of a column or the like: any text without control characters. */
  void text(String field, String name) {
    required(field, name);
    if (name.isEmpty() || !TextRules.fits(name, limits.nameCharacters())) {
      String expected = "1 to " + limits.nameCharacters() + " characters";
      throw CatalogProblems.name(field, name, expected).asException();
    }
    if (TextRules.hasControl(name) || TextRules.isBroken(name)) {
      throw CatalogProblems.name(field, name, "no control characters, no lone surrogates")
          .asException();
    }
  }

  static void freeText(String field, String text, int limit) {
    if (!TextRules.fits(text, limit)) {
      throw CatalogProblems.text(field, text, "at most " + limit + " characters").asException();
    }
    if (TextRules.hasControlInLines(text) || TextRules.isBroken(text)) {
      throw CatalogProblems.text(
              field, text, "no control characters but tab and line ends, no lone surrogates")
          .asException();
    }
  }

  static ProblemException tooMany(String field, String limit, int maximum) {
    Problem problem = CatalogProblems.limit(limit, maximum).with("field", field);
    return problem.asException();
  }
}
