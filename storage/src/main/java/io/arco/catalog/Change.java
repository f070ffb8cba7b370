package io.arco.catalog;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/**
 * What becomes of something that may be absent, as a merge patch (RFC 7396) says it: a new value,
 * or, in JSON null, that it is taken away. Where nothing becomes of it, there is no change: null
 * instead of this record, no field in JSON.
 *
 * @param value the new value; null: there is none from now on
 * @param <T> what it is
 */
@JsonSerialize(using = ChangeJson.Writer.class)
@JsonDeserialize(using = ChangeJson.Reader.class)
public record Change<T>(T value) {
  /** A new value. */
  public static <T> Change<T> to(T value) {
    return new Change<>(value);
  }

  /** It is taken away. */
  public static <T> Change<T> none() {
    return new Change<>(null);
  }

  /** What holds after a change; without one, what held before. */
  static <T> T after(Change<T> change, T before) {
    return change == null ? before : change.value;
  }
}
