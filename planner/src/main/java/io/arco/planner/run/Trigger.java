package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * Why a run is there.
 *
 * @param type what made it
 * @param parent of a rerun: the run whose tasks it does again; else null
 * @param reason what a person says about it, or null
 */
@JsonPropertyOrder({"type", "parent", "reason"})
public record Trigger(Type type, UUID parent, String reason) {
  /** What makes runs. */
  public enum Type {
    /** Somebody asked for it. */
    MANUAL,
    /** Somebody asked for tasks of another run to be done again. */
    RERUN
  }

  /** Asked for, without words. */
  public static final Trigger MANUAL = new Trigger(Type.MANUAL, null, null);
}
