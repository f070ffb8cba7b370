package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A volume: a place for files that are no table. Arco keeps where it is and opens nothing there.
 *
 * @param location an absolute URI of a directory
 */
@JsonPropertyOrder({"location"})
public record VolumeDetails(String location) implements Details {
  static VolumeDetails of(RowReader cells) {
    return new VolumeDetails(cells.text());
  }

  @Override
  public EntityKind kind() {
    return EntityKind.VOLUME;
  }

  @Override
  public List<Object> cells() {
    return List.of(location);
  }

  /**
   * A volume as a caller describes it.
   *
   * @param location of a new volume required
   */
  @JsonPropertyOrder({"location"})
  public record Spec(Change<String> location) implements DetailsSpec {
    @Override
    public EntityKind kind() {
      return EntityKind.VOLUME;
    }

    @Override
    public Details after(Details before, DetailRules rules) {
      String old = before == null ? null : ((VolumeDetails) before).location();
      return new VolumeDetails(rules.location(DetailRules.required("/location", location, old)));
    }
  }
}
