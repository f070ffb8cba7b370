package io.arco.catalog;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.UUID;

/** The problems the catalog answers, each text in one place. */
public final class CatalogProblems {
  /** So much of an offending value is shown. */
  static final int EXCERPT_CHARACTERS = 200;

  private CatalogProblems() {}

  static Problem required(String field) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "A value is missing.").with("field", field);
  }

  static Problem text(String field, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The text is not allowed here.")
        .with("field", field)
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  static Problem name(String field, String value, String expected) {
    return Problem.of(ErrorCode.INVALID_NAME, "The name breaks the rules of names.")
        .with("field", field)
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  /** A location that a table can't have: INVALID_LOCATION. */
  public static Problem location(String value, String expected) {
    return Problem.of(ErrorCode.INVALID_LOCATION, "The location is not one a table can have.")
        .with("field", "/location")
        .with("value", excerpt(value))
        .with("expected", expected);
  }

  static Problem duplicateColumn(String field, String name) {
    return Problem.of(ErrorCode.DUPLICATE_COLUMN, "Two columns have the same name.")
        .with("field", field)
        .with("value", name);
  }

  static Problem limit(String limit, int maximum) {
    return Problem.of(ErrorCode.LIMIT_REACHED, "The catalog holds no more than this.")
        .with("limit", limit)
        .with("maximum", maximum);
  }

  /** Nothing stands there, but something where its parent would: the code of its kind. */
  static Problem notFound(EntityPath path) {
    EntityKind kind = path.last().kind();
    Problem problem = Problem.of(kind.notFound(), "There is nothing of this kind and name.");
    for (ChildKey key : path.keys()) {
      problem = problem.with(key.kind().text(), excerpt(key.name()));
    }
    return problem;
  }

  static Problem droppedNotFound(UUID id) {
    return Problem.of(
            ErrorCode.DROPPED_NOT_FOUND,
            "Nothing that can be put back has this id: it was purged, is back, or never was.")
        .with("id", id.toString());
  }

  /** What something dropped belonged to does not stand where it stood. */
  static Problem parentGone(EntityPath parent, UUID parentId) {
    ChildKey last = parent.last();
    Problem problem =
        Problem.of(
                last.kind().notFound(),
                "What it belonged to does not stand there now; put that back first, or say where"
                    + " this shall stand.")
            .with("field", "/" + last.kind().text());
    for (ChildKey key : parent.keys()) {
      problem = problem.with(key.kind().text(), excerpt(key.name()));
    }
    return problem.with("parentId", parentId.toString());
  }

  static Problem nameTaken(Entity there) {
    return Problem.of(
            ErrorCode.ALREADY_EXISTS, "Its name is taken by another now; say a new one as name.")
        .with("field", "/name")
        .with("value", there.name())
        .with("id", there.id().toString());
  }

  static Problem droppedLimit(int maximum) {
    return Problem.of(
            ErrorCode.LIMIT_REACHED,
            "So much can't be kept to be put back; delete it with purge, or purge other dropped"
                + " entities.")
        .with("limit", "droppedEntities")
        .with("maximum", maximum);
  }

  static Problem columnNotFound(String field, String name) {
    return Problem.of(ErrorCode.COLUMN_NOT_FOUND, "The table has no column of this name.")
        .with("field", field)
        .with("value", excerpt(name));
  }

  static Problem notHere(String field, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "This has no place here.")
        .with("field", field)
        .with("expected", expected);
  }

  static Problem outOfBounds(String field, int value, int maximum) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The number is out of bounds.")
        .with("field", field)
        .with("value", value)
        .with("expected", "0 to " + maximum);
  }

  static Problem incompatible(String field, String value, String before) {
    return Problem.of(
            ErrorCode.INCOMPATIBLE_CHANGE,
            "Rows may hold what the column could then not; use force if they do not.")
        .with("field", field)
        .with("value", value)
        .with("before", before);
  }

  static Problem alreadyExists(Entity there) {
    return Problem.of(ErrorCode.ALREADY_EXISTS, "A sibling has this name already.")
        .with("field", "/name")
        .with("value", there.name())
        .with("id", there.id().toString());
  }

  static Problem notEmpty(Entity entity, int children) {
    return Problem.of(ErrorCode.NOT_EMPTY, "It is not empty; delete what it holds or use force.")
        .with("name", entity.name())
        .with("children", children);
  }

  static Problem versionMismatch(Entity entity, UUID expectedId, Long expectedVersion) {
    Problem problem =
        Problem.of(ErrorCode.VERSION_MISMATCH, "It has changed since the expected version.")
            .with("name", entity.name());
    if (expectedId != null) {
      problem = problem.with("expectedId", expectedId.toString());
    }
    if (expectedVersion != null) {
      problem = problem.with("expectedVersion", expectedVersion);
    }
    return problem.with("id", entity.id().toString()).with("version", entity.version());
  }

  /** What was to be made anew is there: VERSION_MISMATCH. */
  static Problem notNew(Entity there) {
    return Problem.of(ErrorCode.VERSION_MISMATCH, "It is there already, and was to be new.")
        .with("name", there.name())
        .with("id", there.id().toString())
        .with("version", there.version());
  }

  static Problem formatStays(TableFormat format, TableFormat before) {
    return Problem.of(
            ErrorCode.INCOMPATIBLE_CHANGE,
            "A table keeps its format; delete it and create another.")
        .with("field", "/format")
        .with("value", format.text())
        .with("before", before.text());
  }

  /** The value as it can be shown: cut where it is long, lone surrogates replaced. */
  static String excerpt(String value) {
    int shown = Math.min(value.length(), EXCERPT_CHARACTERS);
    StringBuilder text = new StringBuilder(shown + 1);
    value
        .substring(0, shown)
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return shown < value.length() ? text.append('…').toString() : text.toString();
  }
}
