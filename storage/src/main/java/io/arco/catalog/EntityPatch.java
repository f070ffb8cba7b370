package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What of an entity becomes what, as the caller said it, unchecked. Null: it stays.
 *
 * @param catalog the catalog it moves to; of schemas and what schemas hold
 * @param schema the schema it moves to; of what schemas hold
 * @param name its new name
 * @param comment its comment
 * @param owner who answers for it
 * @param tags by key; null takes a tag away
 * @param properties by key; null takes a property away
 * @param location of a table
 * @param columns of a table: changes that hold together
 * @param details of a kind that has them
 */
@JsonPropertyOrder({
  "catalog",
  "schema",
  "name",
  "comment",
  "owner",
  "tags",
  "properties",
  "location",
  "columns",
  "details"
})
public record EntityPatch(
    String catalog,
    String schema,
    String name,
    Change<String> comment,
    Change<String> owner,
    Change<Map<String, String>> tags,
    Change<Map<String, String>> properties,
    Change<String> location,
    List<ColumnChange> columns,
    DetailsSpec details) {
  /** Changes nothing. */
  public static final EntityPatch NONE =
      new EntityPatch(null, null, null, null, null, null, null, null, null, null);

  /** Copies the columns. */
  public EntityPatch {
    columns = columns == null ? null : Collections.unmodifiableList(new ArrayList<>(columns));
  }
}
