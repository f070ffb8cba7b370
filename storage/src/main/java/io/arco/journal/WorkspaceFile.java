package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.store.Workspace;
import java.time.Instant;

/**
 * {@code workspace.json}, {@link Sealed}: makes a folder a workspace. Written once, if absent,
 * before commit 1.
 *
 * @param type always {@value #TYPE}
 * @param format the format number it was made with
 * @param tenant whose
 * @param workspace which
 * @param journal where commits are kept: {@value #OBJECTS}
 * @param createdAt when
 */
@JsonPropertyOrder({"type", "format", "tenant", "workspace", "journal", "createdAt"})
public record WorkspaceFile(
    String type, int format, String tenant, String workspace, String journal, Instant createdAt) {
  /** The type of the file. */
  public static final String TYPE = "arco.workspace";

  /** Its name for messages. */
  public static final String NAME = "workspace.json";

  /** Commits are objects beside this file. */
  public static final String OBJECTS = "objects";

  /** The file of a new workspace whose commits are objects. */
  public static WorkspaceFile of(Workspace workspace, Instant now) {
    return new WorkspaceFile(
        TYPE, Format.CURRENT, workspace.tenant().name(), workspace.name(), OBJECTS, now);
  }

  /** Its bytes. */
  public byte[] encode() {
    return Sealed.encode(this);
  }

  /**
   * Reads the file of a workspace.
   *
   * @throws CorruptObjectException if it is not that
   * @throws io.arco.problem.ProblemException FORMAT_TOO_NEW
   */
  public static WorkspaceFile decode(Workspace workspace, byte[] bytes) {
    try {
      JsonNode tree = Sealed.decode(NAME, TYPE, bytes);
      WorkspaceFile file = Json.MAPPER.treeToValue(tree, WorkspaceFile.class);
      if (!file.tenant().equals(workspace.tenant().name())
          || !file.workspace().equals(workspace.name())) {
        throw new CorruptObjectException(NAME, "it belongs to another workspace");
      }
      if (!OBJECTS.equals(file.journal())) {
        throw new CorruptObjectException(NAME, "its journal is kept in " + file.journal());
      }
      return file;
    } catch (JsonProcessingException e) {
      throw new CorruptObjectException(NAME, "it does not parse");
    }
  }
}
