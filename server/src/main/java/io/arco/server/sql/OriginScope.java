package io.arco.server.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What names mean in a SELECT: the tables of its FROM, and what {@code *} gives there.
 *
 * @param relations by the names that columns are qualified with
 * @param star the columns of {@code *}; those of USING stand once
 * @param outer where names are looked for that are not here, or null
 */
record OriginScope(List<Relation> relations, List<ColumnOrigin> star, OriginScope outer) {
  /**
   * A table, subquery or CTE of a FROM.
   *
   * @param names the alias; of a table without one its name, from the last part
   */
  record Relation(List<String> names, List<ColumnOrigin> columns) {
    /** How many parts of a column's name are this relation's name; 0: another's. */
    private int qualifiers(List<String> parts) {
      for (int count = Math.min(names.size(), parts.size()); count > 0; count--) {
        boolean matches = true;
        for (int i = 0; i < count; i++) {
          matches &= parts.get(i).equalsIgnoreCase(names.get(count - 1 - i));
        }
        if (matches) {
          return count;
        }
      }
      return 0;
    }
  }

  static OriginScope empty(OriginScope outer) {
    return new OriginScope(List.of(), List.of(), outer);
  }

  static OriginScope of(Relation relation, OriginScope outer) {
    return new OriginScope(List.of(relation), relation.columns(), outer);
  }

  /** The tables of both, with these columns for {@code *}. */
  OriginScope joined(OriginScope right, List<ColumnOrigin> columns) {
    List<Relation> all = new ArrayList<>(relations);
    all.addAll(right.relations());
    return new OriginScope(all, columns, outer);
  }

  /** The columns of {@code name.*}. */
  Optional<List<ColumnOrigin>> of(String name) {
    List<Relation> found =
        relations.stream().filter(it -> it.names().get(0).equalsIgnoreCase(name)).toList();
    return found.size() == 1 ? Optional.of(found.get(0).columns()) : Optional.empty();
  }

  /**
   * What a name reads, here or further out; of what is within a column, the whole column. A name
   * that may be read in two ways is not told.
   */
  Optional<Set<ColumnOrigin.Source>> find(List<String> parts) {
    List<ColumnOrigin> found = new ArrayList<>();
    for (ColumnOrigin column : star) {
      if (column.isCalled(parts.get(0))) {
        found.add(column);
      }
    }
    boolean isWhole = false;
    for (Relation relation : relations) {
      int qualifiers = relation.qualifiers(parts);
      if (qualifiers == parts.size() && parts.size() == 1) {
        isWhole = true;
      } else if (qualifiers > 0 && qualifiers < parts.size()) {
        relation.columns().stream()
            .filter(it -> it.isCalled(parts.get(qualifiers)))
            .forEach(found::add);
      }
    }
    if (found.size() == 1) {
      return found.get(0).sources();
    }
    if (found.isEmpty() && isWhole) {
      return of(parts.get(0)).flatMap(OriginScope::all);
    }
    return found.isEmpty() && outer != null ? outer.find(parts) : Optional.empty();
  }

  /** Whether a column or a table has this name, here or further out. */
  boolean has(String name) {
    return star.stream().anyMatch(it -> it.isCalled(name))
        || relations.stream().anyMatch(it -> it.names().get(0).equalsIgnoreCase(name))
        || (outer != null && outer.has(name));
  }

  /** All that columns read together. */
  static Optional<Set<ColumnOrigin.Source>> all(List<ColumnOrigin> columns) {
    Set<ColumnOrigin.Source> sources = new LinkedHashSet<>();
    for (ColumnOrigin column : columns) {
      if (column.sources().isEmpty()) {
        return Optional.empty();
      }
      sources.addAll(column.sources().get());
    }
    return Optional.of(sources);
  }

  /** The names that both have. */
  static Set<String> common(List<ColumnOrigin> left, List<ColumnOrigin> right) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (ColumnOrigin column : left) {
      if (column.name() != null && right.stream().anyMatch(it -> it.isCalled(column.name()))) {
        names.add(column.name());
      }
    }
    return names;
  }
}
