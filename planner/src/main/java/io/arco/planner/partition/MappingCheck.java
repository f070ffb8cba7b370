package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.Dimension.TimeDimension;
import io.arco.planner.partition.MappingSpec.Type;
import java.util.Arrays;
import java.util.Optional;

/** Whether a mapping makes sense between two assets' partitions. A pure function. */
public final class MappingCheck {
  /** The furthest that a window may reach, in periods. */
  public static final int MAX_WINDOW = 100_000;

  private final MappingSpec mapping;
  private final PartitionSpec upstream;
  private final PartitionSpec downstream;
  private final DimensionReader.Complaints complaints;
  private final Type type;

  private MappingCheck(
      MappingSpec mapping,
      PartitionSpec upstream,
      PartitionSpec downstream,
      DimensionReader.Complaints complaints) {
    this.mapping = mapping;
    this.upstream = upstream;
    this.downstream = downstream;
    this.complaints = complaints;
    this.type = mapping.kind();
  }

  /** Complains of everything that is wrong, with pointers into the mapping. */
  public static void check(
      MappingSpec mapping,
      PartitionSpec upstream,
      PartitionSpec downstream,
      DimensionReader.Complaints complaints) {
    new MappingCheck(mapping, upstream, downstream, complaints).check();
  }

  private void check() {
    if (type == null) {
      complaints.add(
          "/type",
          mapping.type(),
          "one of " + Arrays.stream(Type.values()).map(Type::text).toList());
      return;
    }
    bounds();
    if (type == Type.ALL) {
      if (mapping.dimensions() != null) {
        complaints.add("/dimensions", "dimensions", "nothing: all keys are needed");
      }
      return;
    }
    if (mapping.dimensions() != null) {
      mapping.dimensions().forEach(this::pair);
    }
    for (Dimension dimension : upstream.dimensions()) {
      source(dimension);
    }
    if (upstream.time().isEmpty() && type != Type.IDENTITY) {
      complaints.add("/type", mapping.type(), "identity or all: the upstream has no time");
    }
  }

  private void bounds() {
    if (type != Type.WINDOW) {
      if (mapping.from() != null || mapping.to() != null) {
        complaints.add(mapping.from() != null ? "/from" : "/to", null, "nothing: it is no window");
      }
    } else if (mapping.from() == null || mapping.to() == null || mapping.from() > mapping.to()) {
      complaints.add("/from", String.valueOf(mapping.from()), "from and to, from not above to");
    } else if (mapping.from() < -MAX_WINDOW || mapping.to() > MAX_WINDOW) {
      complaints.add(
          "/from", mapping.from() + " to " + mapping.to(), "at most " + MAX_WINDOW + " periods");
    }
  }

  private void pair(String dimension, String source) {
    String field = "/dimensions/" + dimension.replace("~", "~0").replace("/", "~1");
    Optional<Dimension> target = upstream.dimension(dimension);
    if (target.isEmpty()) {
      complaints.add(field, dimension, "a dimension of the upstream");
    } else if (!MappingSpec.ANY.equals(source)) {
      Optional<Dimension> from = Optional.ofNullable(source).flatMap(downstream::dimension);
      if (from.isEmpty()) {
        complaints.add(field, source, "a dimension of this asset, or *");
      } else if (isTime(from.get()) != isTime(target.get())) {
        complaints.add(field, source, "time for time, values for values");
      }
    }
  }

  private static boolean isTime(Dimension dimension) {
    return dimension instanceof TimeDimension;
  }

  /** A dimension of the upstream must get its value from somewhere. */
  private void source(Dimension dimension) {
    String source = mapping.sourceOf(dimension.name());
    if (source.equals(MappingSpec.ANY)) {
      if (isTime(dimension) && type != Type.IDENTITY) {
        complaints.add("/type", mapping.type(), "identity: time is any");
      }
      return;
    }
    if (isTime(dimension)) {
      time((TimeDimension) dimension);
    } else if (!(downstream.dimension(source).orElse(null) instanceof StaticDimension)) {
      complaints.add(
          "/dimensions",
          null,
          "what gives the upstream's dimension " + dimension.name() + ", or *");
    }
  }

  private void time(TimeDimension target) {
    if (type == Type.LATEST) {
      return;
    }
    Optional<TimeDimension> own = downstream.time();
    if (own.isEmpty()) {
      complaints.add("/type", mapping.type(), "latest or all: this asset has no time");
      return;
    }
    TimeGrid theirs = target.grid();
    TimeGrid mine = own.get().grid();
    int order = mine.grain().compareTo(theirs.grain());
    switch (type) {
      case ROLLUP -> {
        if (order <= 0) {
          complaints.add("/type", mapping.type(), "a rollup is from shorter periods");
        }
      }
      case FANOUT -> {
        if (order >= 0) {
          complaints.add("/type", mapping.type(), "a fanout is from longer periods");
        }
      }
      default -> {
        if (!mine.equals(theirs)) {
          String expected =
              order > 0 ? "rollup" : order < 0 ? "fanout" : "the same zone and offset";
          complaints.add("/type", type.text(), expected + ": the periods are not the same");
        }
      }
    }
  }
}
