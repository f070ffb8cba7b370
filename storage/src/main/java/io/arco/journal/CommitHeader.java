package io.arco.journal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;

/**
 * The first line of a commit, {@link Sealed}: it seals the lines after it and chains the commit to
 * the one before.
 *
 * @param type always {@value #TYPE}
 * @param format the format number
 * @param tenant whose workspace
 * @param workspace which
 * @param sequence the commit's number, from 1, without gaps
 * @param commitId unique to this commit: no two writers ever put the same bytes
 * @param writer the id of the server process that wrote it
 * @param committedAt the writer's time, never behind the previous commit's
 * @param previousHash SHA-256 of the previous commit's bytes; {@link Hash#NONE} for commit 1
 * @param commands how many commands follow, at least 1
 * @param events how many events follow, at least 1
 * @param bodySha256 SHA-256 of every byte after this line's line feed
 */
@JsonPropertyOrder({
  "type",
  "format",
  "tenant",
  "workspace",
  "sequence",
  "commitId",
  "writer",
  "committedAt",
  "previousHash",
  "commands",
  "events",
  "bodySha256"
})
public record CommitHeader(
    String type,
    int format,
    String tenant,
    String workspace,
    long sequence,
    UUID commitId,
    String writer,
    Instant committedAt,
    Hash previousHash,
    int commands,
    int events,
    Hash bodySha256) {
  /** The type of every commit. */
  public static final String TYPE = "arco.commit";
}
