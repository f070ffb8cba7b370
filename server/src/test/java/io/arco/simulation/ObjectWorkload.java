package io.arco.simulation;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.Change;
import io.arco.catalog.ColumnChange;
import io.arco.catalog.DetailsSpec;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.catalog.FunctionDetails;
import io.arco.catalog.ModelDetails;
import io.arco.catalog.ModelVersionDetails;
import io.arco.catalog.ViewDetails;
import io.arco.catalog.VolumeDetails;
import io.arco.ledger.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Alterations of every kind, and what makes and deletes views, volumes, functions and models. */
final class ObjectWorkload {
  private static final List<EntityKind> OBJECTS =
      List.of(
          EntityKind.VIEW,
          EntityKind.VOLUME,
          EntityKind.FUNCTION,
          EntityKind.MODEL,
          EntityKind.MODEL_VERSION);

  private static final EntityKind[] KINDS = EntityKind.values();

  private final SplittableRandom random;

  ObjectWorkload(SplittableRandom random) {
    this.random = random;
  }

  Command command() {
    int drawn = random.nextInt(16);
    EntityKind object = OBJECTS.get(random.nextInt(OBJECTS.size()));
    if (drawn < 6) {
      List<String> names = names(object);
      int last = names.size() - 1;
      return new CreateObject(
          object,
          names.subList(0, last),
          names.get(last),
          null,
          null,
          "me",
          Map.of("tag", ""),
          spec(object));
    }
    if (drawn < 8) {
      return new DeleteEntity(
          object, names(object), random.nextBoolean(), random.nextInt(4) == 0, null, null);
    }
    EntityKind kind = drawn < 13 ? EntityKind.TABLE : KINDS[random.nextInt(KINDS.length)];
    return new AlterEntity(kind, names(kind), patch(kind), random.nextInt(4) == 0, null, version());
  }

  private EntityPatch patch(EntityKind kind) {
    boolean inSchema = kind.parent() == EntityKind.SCHEMA;
    boolean inCatalog = inSchema || kind == EntityKind.SCHEMA;
    List<String> names = names(kind);
    boolean hasDetails = OBJECTS.contains(kind) && random.nextInt(3) == 0;
    return new EntityPatch(
        inCatalog && random.nextInt(8) == 0 ? names.get(0) : null,
        inSchema && random.nextInt(8) == 0 ? names.get(1) : null,
        random.nextInt(4) == 0 ? names.get(names.size() - 1) : null,
        text("comment "),
        text("owner "),
        entries(),
        entries(),
        null,
        kind == EntityKind.TABLE && random.nextInt(3) == 0 ? columns() : null,
        hasDetails ? spec(kind) : null);
  }

  private Change<String> text(String word) {
    int drawn = random.nextInt(6);
    return drawn == 0 ? Change.none() : drawn < 3 ? Change.to(word + random.nextInt(3)) : null;
  }

  private Change<Map<String, String>> entries() {
    return random.nextInt(4) == 0 ? Change.to(Map.of("k" + random.nextInt(2), "v")) : null;
  }

  private List<ColumnChange> columns() {
    return switch (random.nextInt(3)) {
      case 0 -> List.of(ColumnChange.drop("id"));
      case 1 ->
          List.of(
              new ColumnChange(
                  ColumnChange.Kind.ADD,
                  null,
                  "c" + random.nextInt(2),
                  "int",
                  null,
                  null,
                  null,
                  null));
      default ->
          List.of(
              new ColumnChange(
                  ColumnChange.Kind.ALTER, "id", null, "bigint", null, null, null, null));
    };
  }

  private DetailsSpec spec(EntityKind kind) {
    Change<String> sql = Change.to("select " + random.nextInt(3));
    Change<String> location = Change.to("s3://b/" + random.nextInt(3));
    return switch (kind) {
      case VIEW -> new ViewDetails.Spec(sql, null, null, null);
      case VOLUME -> new VolumeDetails.Spec(location);
      case FUNCTION -> new FunctionDetails.Spec(null, sql, null, null);
      case MODEL -> new ModelDetails.Spec(location);
      default -> new ModelVersionDetails.Spec(null, location, null);
    };
  }

  /** Tables and views share their names, as they do in a catalog. */
  private List<String> names(EntityKind kind) {
    List<String> names = new ArrayList<>();
    for (EntityKind each : kind.lineage()) {
      names.add(
          switch (each) {
            case CATALOG -> "c" + random.nextInt(2);
            case SCHEMA -> "s" + random.nextInt(2);
            case TABLE, VIEW -> "t" + random.nextInt(5);
            default -> "o" + random.nextInt(2);
          });
    }
    return names;
  }

  private Long version() {
    return random.nextInt(8) == 0 ? Long.valueOf(1 + random.nextInt(2)) : null;
  }
}
