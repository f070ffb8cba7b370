package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that must hold of what an asset is made into; workers see to it.
 *
 * @param name its name, unique in its asset
 * @param kind what is checked
 * @param severity what it means if it does not hold
 * @param parameters of its kind, an object
 */
@JsonPropertyOrder({"name", "kind", "severity", "parameters"})
public record CheckSpec(String name, Kind kind, Severity severity, JsonNode parameters) {
  /** What can be checked. */
  public enum Kind {
    /** How many rows there are: {@code min}, {@code max}. */
    ROW_COUNT("row_count"),
    /** That columns have values: {@code columns}. */
    NOT_NULL("not_null"),
    /** That no two rows have the same values: {@code columns}. */
    UNIQUE("unique"),
    /** That a query finds no rows: {@code sql}. */
    SQL("sql");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As manifests say it. */
    @com.fasterxml.jackson.annotation.JsonValue
    public String text() {
      return text;
    }
  }

  /** What it means if a check does not hold. */
  public enum Severity {
    /** To be known. */
    INFO,
    /** To be looked at. */
    WARNING,
    /** The task has failed. */
    ERROR,
    /** The task has failed, and somebody should come. */
    CRITICAL;

    /** Whether a task fails by it. */
    public boolean isFatal() {
      return this == ERROR || this == CRITICAL;
    }
  }
}
