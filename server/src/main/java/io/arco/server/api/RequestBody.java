package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;

/** A body that is still to be read as what its operation takes. */
@FunctionalInterface
interface RequestBody {
  /**
   * The body as a record.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST, naming the field
   */
  <T> T as(Class<T> type);

  /**
   * A body that stands within another.
   *
   * @param tree null is an empty body
   */
  static RequestBody of(JsonNode tree) {
    return new Part(tree);
  }

  /** Part of a body that was read as JSON before. */
  record Part(JsonNode tree) implements RequestBody {
    @Override
    public <T> T as(Class<T> type) {
      return tree == null ? BodyDecoder.decode(new byte[0], type) : BodyDecoder.decode(tree, type);
    }
  }
}
