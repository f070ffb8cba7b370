package io.arco.server.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A point in a workspace's journal. On the bus it is JSON: {@code
 * {"v":1,"tenant","workspace","sequence"}}.
 *
 * @param workspace whose journal
 * @param sequence a commit; 0 for any
 */
public record SequenceMessage(Workspace workspace, long sequence) {
  /** The version of the message's shape. */
  public static final int VERSION = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SequenceMessage.class);

  private record Wire(int v, String tenant, String workspace, long sequence) {}

  /** As bytes for the bus. */
  public Buffer encode() {
    return Buffer.buffer(
        Json.bytes(new Wire(VERSION, workspace.tenant().name(), workspace.name(), sequence)));
  }

  /**
   * From bytes of the bus.
   *
   * @throws io.arco.problem.ProblemException UNAVAILABLE if the sender speaks another version
   */
  public static SequenceMessage decode(Buffer bytes) {
    try {
      JsonNode tree = Json.tree(bytes.getBytes());
      if (tree.path("v").asInt() == VERSION) {
        Wire wire = Json.MAPPER.treeToValue(tree, Wire.class);
        return new SequenceMessage(Workspace.of(wire.tenant(), wire.workspace()), wire.sequence());
      }
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.warn("a message on the bus is unreadable", e);
    }
    throw otherVersion();
  }

  private static RuntimeException otherVersion() {
    return Problem.of(ErrorCode.UNAVAILABLE, "The compactor does not know this message.")
        .asException();
  }
}
