package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A function: a program that is called by name. Arco keeps it and does not run it.
 *
 * @param language what it is written in
 * @param body the program
 * @param parameters what it takes, in order
 * @param returns the type of what it gives; null: nobody has said
 */
@JsonPropertyOrder({"language", "body", "parameters", "returns"})
public record FunctionDetails(
    String language, String body, List<Parameter> parameters, String returns) implements Details {
  /** The language where none is said. */
  public static final String DEFAULT_LANGUAGE = "sql";

  private static final TypeReference<List<Parameter>> PARAMETERS = new TypeReference<>() {};

  /**
   * A parameter.
   *
   * @param name its name, unique in the function
   * @param type the text of a {@link ColumnType}
   * @param comment what a person says about it, or null
   */
  @JsonPropertyOrder({"name", "type", "comment"})
  public record Parameter(String name, String type, String comment) {}

  /** Copies the parameters. */
  public FunctionDetails {
    parameters = List.copyOf(parameters);
  }

  static FunctionDetails of(RowReader cells) {
    return new FunctionDetails(cells.text(), cells.text(), cells.json(PARAMETERS), cells.text());
  }

  @Override
  public EntityKind kind() {
    return EntityKind.FUNCTION;
  }

  @Override
  public List<Object> cells() {
    return Arrays.asList(language, body, RowReader.jsonText(parameters), returns);
  }

  /**
   * A function as a caller describes it.
   *
   * @param language none: {@value FunctionDetails#DEFAULT_LANGUAGE}
   * @param body of a new function required
   * @param parameters all of them, instead of those there were
   * @param returns the type of what it gives
   */
  @JsonPropertyOrder({"language", "body", "parameters", "returns"})
  public record Spec(
      Change<String> language,
      Change<String> body,
      Change<List<Parameter>> parameters,
      Change<String> returns)
      implements DetailsSpec {
    @Override
    public EntityKind kind() {
      return EntityKind.FUNCTION;
    }

    @Override
    public Details after(Details before, DetailRules rules) {
      FunctionDetails old = (FunctionDetails) before;
      String text = DetailRules.required("/body", body, old == null ? null : old.body());
      String written =
          rules.word(
              "/language", Change.after(language, old == null ? DEFAULT_LANGUAGE : old.language()));
      String type = Change.after(returns, old == null ? null : old.returns());
      return new FunctionDetails(
          written == null ? DEFAULT_LANGUAGE : written,
          rules.text("/body", text),
          parameters == null && old != null ? old.parameters() : parameters(rules),
          type == null ? null : DetailRules.type("/returns", type));
    }

    private List<Parameter> parameters(DetailRules rules) {
      List<Parameter> checked = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (Parameter parameter : rules.list("/parameters", Change.after(parameters, null))) {
        String field = "/parameters/" + checked.size();
        String name =
            rules.word(field + "/name", CatalogRules.required(field + "/name", parameter.name()));
        if (!names.add(name)) {
          throw CatalogProblems.notHere(field + "/name", "names that differ").asException();
        }
        checked.add(
            new Parameter(
                name,
                DetailRules.type(field + "/type", parameter.type()),
                rules.comment(field + "/comment", parameter.comment())));
      }
      return checked;
    }
  }
}
