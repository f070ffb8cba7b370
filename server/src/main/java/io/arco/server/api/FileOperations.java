package io.arco.server.api;

import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.files.FileServices;
import io.arco.server.files.FileStream;
import io.arco.server.files.FileUrls;
import io.arco.server.files.RangeHeader;
import io.arco.server.files.SignedFile;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.Workspace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends files of snapshots to whoever has a signed URL. */
final class FileOperations {
  /** The type of Parquet files. */
  static final String PARQUET = "application/vnd.apache.parquet";

  private static final Logger LOG = LoggerFactory.getLogger(FileOperations.class);
  private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

  private final ApiServices services;
  private final FileServices files;

  FileOperations(ApiServices services) {
    this.services = services;
    this.files = services.files();
  }

  Future<Reply> getFile(Exchange exchange) {
    SignedFile file = verified(exchange);
    if (exchange.ifNoneMatch().filter(tags -> names(tags, file.entityTag())).isPresent()) {
      return Future.succeededFuture(described(Reply.empty(304, 0), file));
    }
    RangeHeader.Asked asked = RangeHeader.of(range(exchange, file), file.bytes());
    if (asked instanceof RangeHeader.Asked.Unsatisfiable) {
      exchange.answerHeader("Content-Range", "bytes */" + file.bytes());
      throw Problem.of(ErrorCode.RANGE_NOT_SATISFIABLE, "The file has no such range.")
          .with("size", file.bytes())
          .asException();
    }
    ByteRange range =
        asked instanceof RangeHeader.Asked.Part part
            ? part.range()
            : new ByteRange(0, file.bytes());
    Reply head = head(file, asked, range);
    return exchange.isHeadOnly() ? looked(file).map(head) : sent(exchange, file, range, head);
  }

  /** Whatever is wrong with the URL is answered alike. */
  private SignedFile verified(Exchange exchange) {
    SignedFile file;
    try {
      file =
          new SignedFile(
              Workspace.of(exchange.pathText("tenant"), exchange.pathText("workspace")),
              new SignedFile.Table(exchange.pathText("domain"), exchange.pathText("table")),
              exchange.pathText("file"),
              number(exchange, "size", Long.MAX_VALUE),
              new Hash(exchange.query("sha256").orElse("")),
              Instant.ofEpochSecond(number(exchange, "exp", MAX_EPOCH_SECOND)));
    } catch (IllegalArgumentException e) {
      throw FileUrls.invalid();
    }
    files.urls().verify(file, exchange.query("sig").orElse(""));
    return file;
  }

  /** A number as it was signed: of its spellings only the plain one. */
  private static long number(Exchange exchange, String name, long max) {
    String text = exchange.query(name).orElse("");
    long number = Numbers.parse(text, 1, max);
    if (number < 1 || !Long.toString(number).equals(text)) {
      throw new IllegalArgumentException(name);
    }
    return number;
  }

  /** Whether an If-None-Match names the tag, or any; weakly (RFC 9110, 13.1.2). */
  private static boolean names(String tags, String tag) {
    return tags.strip().equals("*")
        || Arrays.stream(tags.split(","))
            .map(String::strip)
            .anyMatch(it -> it.equals(tag) || it.equals("W/" + tag));
  }

  /** The Range header, unless an If-Range says that it is about other bytes. */
  private static String range(Exchange exchange, SignedFile file) {
    boolean isOfThese = exchange.header("If-Range").map(file.entityTag()::equals).orElse(true);
    return isOfThese ? exchange.header("Range").orElse(null) : null;
  }

  private Reply described(Reply reply, SignedFile file) {
    long left = Math.max(0, file.expiresAt().toEpochMilli() - services.clock().wallMillis()) / 1000;
    return reply
        .with("ETag", file.entityTag())
        .with("Cache-Control", "private, immutable, max-age=" + left)
        .with("Accept-Ranges", "bytes");
  }

  private Reply head(SignedFile file, RangeHeader.Asked asked, ByteRange range) {
    boolean isPart = asked instanceof RangeHeader.Asked.Part;
    Reply head =
        described(
            Reply.described(isPart ? 206 : 200, PARQUET)
                .with("Content-Length", Long.toString(range.length())),
            file);
    return isPart
        ? head.with(
            "Content-Range",
            "bytes "
                + range.offset()
                + "-"
                + (range.offset() + range.length() - 1)
                + "/"
                + file.bytes())
        : head;
  }

  private Future<Void> looked(SignedFile file) {
    return files
        .store()
        .head(file.key())
        .compose(
            outcome ->
                outcome instanceof HeadOutcome.Found found
                    ? sized(file, found.size())
                    : Future.failedFuture(missing()))
        .recover(failure -> Future.failedFuture(ReadProblems.of(failure)));
  }

  private Future<Reply> sent(Exchange exchange, SignedFile file, ByteRange range, Reply head) {
    Context loop = Vertx.currentContext();
    Runnable leave = files.streams().enter();
    exchange.onEnd(leave);
    return files
        .store()
        .get(file.key(), FileStream.firstOf(range))
        .compose(outcome -> first(file, outcome))
        .map(
            first -> {
              FileStream stream =
                  new FileStream(loop, files.store(), file.key(), range, first, files.streams());
              loop.runOnContext(ignored -> exchange.whenGone(stream::abandon));
              return head.streaming(stream);
            })
        .onFailure(ignored -> leave.run())
        .recover(failure -> Future.failedFuture(ReadProblems.of(failure)));
  }

  private static Future<Buffer> first(SignedFile file, ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.Found found) {
      return sized(file, found.size()).map(Buffer.buffer(found.bytes()));
    }
    return outcome instanceof ReadOutcome.Unsatisfiable shorter
        ? sized(file, shorter.size()).map(Buffer.buffer())
        : Future.failedFuture(missing());
  }

  private static Future<Void> sized(SignedFile file, long size) {
    if (size == file.bytes()) {
      return Future.succeededFuture();
    }
    LOG.atError()
        .addKeyValue("tenant", file.workspace().tenant().name())
        .addKeyValue("workspace", file.workspace().name())
        .addKeyValue("file", file.path())
        .log("a file of a snapshot has another size than its manifest says");
    return Future.failedFuture(
        Problem.of(ErrorCode.WORKSPACE_CORRUPT, "The file is not what its manifest says.")
            .asException());
  }

  private static ProblemException missing() {
    return Problem.of(ErrorCode.FILE_NOT_FOUND, "The file is not there any more.").asException();
  }
}
