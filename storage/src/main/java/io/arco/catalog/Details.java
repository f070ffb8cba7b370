package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * What an entity has that only its kind has. In JSON an object with one field, the kind, so that it
 * says itself what it is: {@code {"volume":{"location":"s3://…"}}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ViewDetails.class, name = "view"),
  @JsonSubTypes.Type(value = VolumeDetails.class, name = "volume"),
  @JsonSubTypes.Type(value = FunctionDetails.class, name = "function"),
  @JsonSubTypes.Type(value = ModelDetails.class, name = "model"),
  @JsonSubTypes.Type(value = ModelVersionDetails.class, name = "modelVersion")
})
public sealed interface Details
    permits ViewDetails, VolumeDetails, FunctionDetails, ModelDetails, ModelVersionDetails {
  /** Of which kind they are. */
  EntityKind kind();

  /** Their cells in the row of the entity, in the order of the table's columns. */
  List<Object> cells();
}
