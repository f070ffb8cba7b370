package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A version of a registered model. Its name is the caller's: a number, a date, a commit.
 *
 * @param status how far it is
 * @param location an absolute URI of its files, or null
 * @param runId the run that made it, by whatever id runs have there, or null
 */
@JsonPropertyOrder({"status", "location", "runId"})
public record ModelVersionDetails(Status status, String location, String runId) implements Details {
  /** How far a version is; a lower-case word in JSON and in rows. */
  public enum Status {
    /** Its files are on their way. */
    @JsonProperty("pending")
    PENDING,
    /** It can be used. */
    @JsonProperty("ready")
    READY,
    /** It will never be ready. */
    @JsonProperty("failed")
    FAILED
  }

  static ModelVersionDetails of(RowReader cells) {
    Status status = Status.valueOf(cells.text().toUpperCase(Locale.ROOT));
    return new ModelVersionDetails(status, cells.text(), cells.text());
  }

  @Override
  public EntityKind kind() {
    return EntityKind.MODEL_VERSION;
  }

  @Override
  public List<Object> cells() {
    return Arrays.asList(status.name().toLowerCase(Locale.ROOT), location, runId);
  }

  /**
   * A version as a caller describes it.
   *
   * @param status none: ready
   * @param location where its files are
   * @param runId the run that made it
   */
  @JsonPropertyOrder({"status", "location", "runId"})
  public record Spec(Change<Status> status, Change<String> location, Change<String> runId)
      implements DetailsSpec {
    private static final ModelVersionDetails NEW =
        new ModelVersionDetails(Status.READY, null, null);

    @Override
    public EntityKind kind() {
      return EntityKind.MODEL_VERSION;
    }

    @Override
    public Details after(Details before, DetailRules rules) {
      ModelVersionDetails old = before == null ? NEW : (ModelVersionDetails) before;
      Status now = Change.after(status, old.status());
      return new ModelVersionDetails(
          now == null ? Status.READY : now,
          rules.location(Change.after(location, old.location())),
          rules.word("/runId", Change.after(runId, old.runId())));
    }
  }
}
