package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A view: a query that is looked at like a table. Whether it can be run is not judged here; what it
 * reads need not be in this catalog.
 *
 * @param sql the query
 * @param dialect whose SQL it is
 * @param columns what it gives, in order; none: nobody has said
 * @param references the tables and views it reads
 */
@JsonPropertyOrder({"sql", "dialect", "columns", "references"})
public record ViewDetails(
    String sql, String dialect, List<ViewColumn> columns, List<Reference> references)
    implements Details {
  /** The dialect where none is said. */
  public static final String DEFAULT_DIALECT = "duckdb";

  private static final TypeReference<List<ViewColumn>> COLUMNS = new TypeReference<>() {};
  private static final TypeReference<List<Reference>> REFERENCES = new TypeReference<>() {};

  /**
   * A column of a view.
   *
   * @param name its name, unique in the view
   * @param type the text of a {@link ColumnType}
   * @param comment what a person says about it, or null
   */
  @JsonPropertyOrder({"name", "type", "comment"})
  public record ViewColumn(String name, String type, String comment) {}

  /**
   * A table or view by its names; whether it is there is not looked at.
   *
   * @param catalog the catalog of its schema
   * @param schema its schema
   * @param name its name
   */
  @JsonPropertyOrder({"catalog", "schema", "name"})
  public record Reference(String catalog, String schema, String name) {}

  /** Copies the lists. */
  public ViewDetails {
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  static ViewDetails of(RowReader cells) {
    return new ViewDetails(cells.text(), cells.text(), cells.json(COLUMNS), cells.json(REFERENCES));
  }

  @Override
  public EntityKind kind() {
    return EntityKind.VIEW;
  }

  @Override
  public List<Object> cells() {
    return List.of(sql, dialect, RowReader.jsonText(columns), RowReader.jsonText(references));
  }

  /**
   * A view as a caller describes it.
   *
   * @param sql of a new view required
   * @param dialect none: {@value ViewDetails#DEFAULT_DIALECT}
   * @param columns all of them, instead of those there were
   * @param references all of them, instead of those there were
   */
  @JsonPropertyOrder({"sql", "dialect", "columns", "references"})
  public record Spec(
      Change<String> sql,
      Change<String> dialect,
      Change<List<ViewColumn>> columns,
      Change<List<Reference>> references)
      implements DetailsSpec {
    @Override
    public EntityKind kind() {
      return EntityKind.VIEW;
    }

    @Override
    public Details after(Details before, DetailRules rules) {
      ViewDetails old = (ViewDetails) before;
      String text = DetailRules.required("/sql", sql, old == null ? null : old.sql());
      String whose =
          rules.word(
              "/dialect", Change.after(dialect, old == null ? DEFAULT_DIALECT : old.dialect()));
      return new ViewDetails(
          rules.text("/sql", text),
          whose == null ? DEFAULT_DIALECT : whose,
          columns == null && old != null ? old.columns() : columns(rules),
          references == null && old != null ? old.references() : references(rules));
    }

    private List<ViewColumn> columns(DetailRules rules) {
      List<ViewColumn> checked = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (ViewColumn column : rules.list("/columns", Change.after(columns, null))) {
        String field = "/columns/" + checked.size();
        String name =
            rules.word(field + "/name", CatalogRules.required(field + "/name", column.name()));
        if (!names.add(name)) {
          throw CatalogProblems.duplicateColumn(field + "/name", name).asException();
        }
        checked.add(
            new ViewColumn(
                name,
                DetailRules.type(field + "/type", column.type()),
                rules.comment(field + "/comment", column.comment())));
      }
      return checked;
    }

    private List<Reference> references(DetailRules rules) {
      List<Reference> checked = new ArrayList<>();
      for (Reference reference : rules.list("/references", Change.after(references, null))) {
        String field = "/references/" + checked.size();
        checked.add(
            new Reference(
                name(rules, field + "/catalog", reference.catalog()),
                name(rules, field + "/schema", reference.schema()),
                name(rules, field + "/name", reference.name())));
      }
      return checked;
    }

    private static String name(DetailRules rules, String field, String name) {
      return rules.word(field, CatalogRules.required(field, name));
    }
  }
}
