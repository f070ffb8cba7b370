package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.OutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DuckDB's failures as problems. */
final class SqlErrors {
  private static final Logger LOG = LoggerFactory.getLogger(SqlErrors.class);
  private static final int MAX_MESSAGE_CHARS = 2_000;

  /** The innermost {@code Kind Error: message}; outer ones only say that something failed. */
  private static final Pattern KIND =
      Pattern.compile("(?:^|\\n(?:Error: )?)([A-Za-z -]+) Error: ((?s).*)$");

  /** What Arrow says around the message of an engine that failed amid its batches. */
  private static final Pattern ARROW =
      Pattern.compile("CDataJniException\\{errno=-?\\d+, message=((?s).*)}$");

  /** A quoted absolute path, or one that ends as Parquet files do. */
  private static final Pattern PATH =
      Pattern.compile("([\"'])/[^\"'\\n]*\\1|[^\\s\"'(]*/[^\"'\\n]*\\.parq(uet)?");

  /** What the Parquet reader says of bytes that make no sense, under kinds that tell nothing. */
  private static final Pattern BROKEN_FILE =
      Pattern.compile(
          "^(Failed to read file|Invalid string encoding found in Parquet|No magic bytes"
              + "|TProtocolException|Failed to decompress|Input is invalid/unsupported GZIP"
              + "|Parquet file is likely corrupted|Payload value bigger than allowed"
              + "|don't know what type|invalid TType|Page size mismatch|Out of buffer)");

  private static final String ENCRYPTION = "encryption";

  /** What the Parquet reader says of a file whose footer is encrypted. */
  private static final String ENCRYPTED = "is encrypted, but 'encryption_config' was not set";

  /** What the Parquet reader says of pages in an encoding that it does not read for their type. */
  private static final Pattern ENCODING =
      Pattern.compile("^([A-Za-z_ ]+ encoding) is only supported for ");

  private static final Set<String> READER_KINDS = Set.of("Invalid", "Invalid Input");

  private SqlErrors() {}

  /** What to answer for a failure of a worker. */
  static ProblemException asProblem(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem;
    }
    if (failure instanceof StackOverflowError
        || failure instanceof OutOfMemoryError
        || failure instanceof OutOfMemoryException) {
      return tooLarge();
    }
    String message = String.valueOf(failure.getMessage());
    Matcher arrow = ARROW.matcher(message);
    message = arrow.find() ? arrow.group(1) : message;
    Matcher matcher = KIND.matcher(message);
    String kind = "";
    while (matcher.find()) {
      kind = matcher.group(1);
      message = matcher.group(2);
      matcher = KIND.matcher(message);
    }
    if (READER_KINDS.contains(kind) && BROKEN_FILE.matcher(message).find()) {
      return unreadable(failure);
    }
    Matcher encoding = ENCODING.matcher(message);
    if (READER_KINDS.contains(kind) && encoding.find()) {
      return unsupported(encoding.group(1));
    }
    return switch (kind) {
      case "Parser",
          "Syntax",
          "Binder",
          "Catalog",
          "Conversion",
          "Out of Range",
          "Invalid Input",
          "Invalid Type",
          "Mismatch Type",
          "Not implemented",
          "Decimal",
          "Expression",
          "Parameter",
          "Ambiguous",
          "Divide by Zero",
          "Dependency",
          "Sequence" ->
          Problem.of(ErrorCode.INVALID_SQL, "The SQL can't be run.")
              .with("message", kind + " Error: " + firstLine(message))
              .asException();
      case "Out of Memory" -> tooLarge();
      case "INTERRUPT" -> timeout();
      case "Permission" ->
          Problem.of(ErrorCode.SQL_NOT_ALLOWED, "The query reads what it may not.").asException();
      case "IO", "Serialization" -> unreadable(failure);
      default -> internal(failure);
    };
  }

  /** Whether the engine says that it was interrupted, by whomever. */
  static boolean isInterruption(Throwable failure) {
    return !(failure instanceof ProblemException)
        && String.valueOf(failure.getMessage()).contains("INTERRUPT Error: Interrupted!");
  }

  static ProblemException timeout() {
    return Problem.of(ErrorCode.QUERY_TIMEOUT, "The query ran longer than it may.").asException();
  }

  static ProblemException cancelled() {
    return Problem.of(ErrorCode.QUERY_CANCELLED, "The query was ended before its result was.")
        .asException();
  }

  private static ProblemException tooLarge() {
    return Problem.of(ErrorCode.QUERY_TOO_LARGE, "The query needs more memory than it may have.")
        .asException();
  }

  private static ProblemException unreadable(Throwable failure) {
    LOG.warn("a table's file can't be read", failure);
    return Problem.of(ErrorCode.TABLE_NOT_READABLE, "A file of a table can't be read.")
        .asException();
  }

  /** The problem of a file that the engine was told to read by us. */
  static ProblemException ofFile(Throwable failure) {
    ProblemException known = asProblem(failure);
    if (isEncrypted(failure)) {
      return unsupported(ENCRYPTION);
    }
    ErrorCode code = known.problem().code();
    return code == ErrorCode.QUERY_TOO_LARGE || code == ErrorCode.QUERY_TIMEOUT
        ? known
        : unreadable(failure);
  }

  private static boolean isEncrypted(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains(ENCRYPTED);
  }

  private static ProblemException unsupported(String feature) {
    return Problem.of(
            ErrorCode.FORMAT_NOT_QUERYABLE, "The table uses a feature that is not supported.")
        .with("feature", feature)
        .asException();
  }

  /** The problem of a table whose files the engine can't open as one table. */
  static ProblemException unreadable(TableName table, Throwable failure) {
    ProblemException known = asProblem(failure);
    ErrorCode code = known.problem().code();
    if (code == ErrorCode.QUERY_TOO_LARGE || code == ErrorCode.QUERY_TIMEOUT) {
      return known;
    }
    if (isEncrypted(failure)) {
      return unsupported(ENCRYPTION).problem().with("table", table.toString()).asException();
    }
    LOG.atWarn().addKeyValue("table", table).setCause(failure).log("a table can't be read");
    return Problem.of(
            ErrorCode.TABLE_NOT_READABLE, "The table's files can't be read as one Parquet table.")
        .with("table", table.toString())
        .asException();
  }

  /** The problem of a view that can't be bound. */
  static ProblemException ofView(TableName name, Throwable failure) {
    return asProblem(failure).problem().with("view", name.toString()).asException();
  }

  private static ProblemException internal(Throwable failure) {
    LOG.error("a query failed in the engine", failure);
    return Problem.of(ErrorCode.INTERNAL, "The query failed in the engine.").asException();
  }

  /** The message without the excerpt of the rewritten text, and without paths. */
  static String firstLine(String message) {
    int excerpt = message.indexOf("\n\nLINE ");
    String text = (excerpt < 0 ? message : message.substring(0, excerpt)).strip();
    text = PATH.matcher(text).replaceAll("(a file)");
    return text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) : text;
  }
}
