package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.List;

/**
 * A registered model: what its versions have in common.
 *
 * @param location an absolute URI below which its versions' files are, or null
 */
@JsonPropertyOrder({"location"})
public record ModelDetails(String location) implements Details {
  static ModelDetails of(RowReader cells) {
    return new ModelDetails(cells.text());
  }

  @Override
  public EntityKind kind() {
    return EntityKind.MODEL;
  }

  @Override
  public List<Object> cells() {
    return Collections.singletonList(location);
  }

  /**
   * A model as a caller describes it.
   *
   * @param location where its versions' files are
   */
  @JsonPropertyOrder({"location"})
  public record Spec(Change<String> location) implements DetailsSpec {
    @Override
    public EntityKind kind() {
      return EntityKind.MODEL;
    }

    @Override
    public Details after(Details before, DetailRules rules) {
      String old = before == null ? null : ((ModelDetails) before).location();
      return new ModelDetails(rules.location(Change.after(location, old)));
    }
  }
}
