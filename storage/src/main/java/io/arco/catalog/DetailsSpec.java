package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.arco.problem.ProblemException;

/**
 * Details as a caller describes them, unchecked: of a new entity, or what of them becomes what.
 * Null: not said.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ViewDetails.Spec.class, name = "view"),
  @JsonSubTypes.Type(value = VolumeDetails.Spec.class, name = "volume"),
  @JsonSubTypes.Type(value = FunctionDetails.Spec.class, name = "function"),
  @JsonSubTypes.Type(value = ModelDetails.Spec.class, name = "model"),
  @JsonSubTypes.Type(value = ModelVersionDetails.Spec.class, name = "modelVersion")
})
public sealed interface DetailsSpec
    permits ViewDetails.Spec,
        VolumeDetails.Spec,
        FunctionDetails.Spec,
        ModelDetails.Spec,
        ModelVersionDetails.Spec {
  /** Of which kind they are. */
  EntityKind kind();

  /**
   * The details that are meant.
   *
   * @param before those there are, or null for a new entity
   * @throws ProblemException what of them can't be, naming the field
   */
  Details after(Details before, DetailRules rules);

  /**
   * The spec of a kind.
   *
   * @throws IllegalArgumentException if its entities have no details
   */
  static Class<? extends DetailsSpec> typeOf(EntityKind kind) {
    return switch (kind) {
      case VIEW -> ViewDetails.Spec.class;
      case VOLUME -> VolumeDetails.Spec.class;
      case FUNCTION -> FunctionDetails.Spec.class;
      case MODEL -> ModelDetails.Spec.class;
      case MODEL_VERSION -> ModelVersionDetails.Spec.class;
      case CATALOG, SCHEMA, TABLE -> throw new IllegalArgumentException(kind + " has no details");
    };
  }
}
