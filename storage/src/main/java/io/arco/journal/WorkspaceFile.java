package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * {@code workspace.json}, {@link Sealed}: makes a folder a workspace. Written once, if absent,
 * before commit 1.
 *
 * @param type always {@value #TYPE}
 * @param format the format number it was made with
 * @param tenant whose
 * @param workspace which
 * @param journal what keeps the commits: {@code objects}, beside this file, or {@code
 *     postgresql:ID}, the database of that id
 * @param createdAt when
 */
@JsonPropertyOrder({"type", "format", "tenant", "workspace", "journal", "createdAt"})
public record WorkspaceFile(
    String type, int format, String tenant, String workspace, String journal, Instant createdAt) {
  /** The type of the file. */
  public static final String TYPE = "arco.workspace";

  /** Its name for messages. */
  public static final String NAME = "workspace.json";

  private static final Pattern JOURNAL =
      Pattern.compile("objects|postgresql:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /**
   * The file of a new workspace.
   *
   * @param journal what keeps its commits
   */
  public static WorkspaceFile of(Workspace workspace, String journal, Instant now) {
    return new WorkspaceFile(
        TYPE, Format.CURRENT, workspace.tenant().name(), workspace.name(), journal, now);
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
      if (file.journal() == null || !JOURNAL.matcher(file.journal()).matches()) {
        throw new CorruptObjectException(NAME, "its journal is kept in " + file.journal());
      }
      return file;
    } catch (JsonProcessingException e) {
      throw new CorruptObjectException(NAME, "it does not parse");
    }
  }

  /**
   * Makes sure that commits are read and written where this file says.
   *
   * @param configured what keeps the commits by the configuration
   * @throws io.arco.problem.ProblemException {@link ErrorCode#JOURNAL_ELSEWHERE}, naming both
   */
  public void requireJournal(String configured) {
    if (!journal.equals(configured)) {
      throw Problem.of(
              ErrorCode.JOURNAL_ELSEWHERE,
              "This workspace's commits are kept in another journal than this server is configured"
                  + " with. Nothing was done.")
          .with("journal", journal)
          .with("configured", configured)
          .asException();
    }
  }
}
