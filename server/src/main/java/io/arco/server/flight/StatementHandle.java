package io.arco.server.flight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.ByteString;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.io.IOException;
import java.util.List;

/**
 * A statement as tickets and prepared statements carry it. The server keeps nothing of either, so
 * nothing is left of a client that vanishes, and a handle proves nothing: its text goes through the
 * gate each time, and its tables are those of the workspace of the call that brings it.
 *
 * @param id what a client may cancel its stream by; empty of a prepared statement
 * @param sql the text
 * @param parameters a value for each parameter that was bound; none before that
 */
record StatementHandle(String id, String sql, List<ParameterValue> parameters) {
  /** The longest handle, in bytes: a text and as much again of values. */
  static final int MAX_BYTES = 4 << 20;

  StatementHandle {
    parameters = List.copyOf(parameters);
  }

  ByteString encode() {
    byte[] bytes = Json.bytes(this);
    if (bytes.length > MAX_BYTES) {
      throw CallProblems.of(
          Problem.of(ErrorCode.TOO_LARGE, "The statement's parameters are too large.")
              .with("limitBytes", MAX_BYTES));
    }
    return ByteString.copyFrom(bytes);
  }

  static StatementHandle decode(ByteString bytes) {
    try {
      if (bytes.size() <= MAX_BYTES) {
        StatementHandle handle = Json.MAPPER.readValue(bytes.toByteArray(), StatementHandle.class);
        if (handle.id() != null && handle.sql() != null) {
          return handle;
        }
      }
    } catch (JsonProcessingException e) {
      // Told below; the text of the failure shows what was sent.
    } catch (IOException | RuntimeException e) {
      // The same.
    }
    throw CallProblems.of(
        Problem.of(ErrorCode.INVALID_REQUEST, "This is not a handle that this server gave."));
  }

  StatementHandle with(List<ParameterValue> values) {
    return new StatementHandle(id, sql, values);
  }

  StatementHandle with(String newId) {
    return new StatementHandle(newId, sql, parameters);
  }
}
