package io.arco.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be configured, checked. To add a key, add a component with its {@link
 * Setting}; the loader, the printed tree and the reference page follow.
 *
 * @param store where the bytes live
 * @param journal where commits are kept, {@code objects} or the URL of a database
 * @param auth how callers are known
 * @param dataRoots absolute, normal directories that table locations may lie in
 * @param dataBuckets prefixes of buckets that they may lie in besides
 * @param dataCacheBytes room for copies of files of those
 * @param signingKeys what task tokens are signed with; never printed
 * @param signingKeysFile holds them, or empty
 * @param tokens callers known by tokens
 * @param jwt callers known by JWTs
 * @param tls of both listeners
 * @param rateLimit how often a tenant may call
 * @param http the HTTP listener
 * @param files the URLs of files of snapshots
 * @param flight the Flight SQL listener
 * @param log the log
 * @param sql limits of one query and of all together
 * @param search the indexes of catalog search
 * @param catalog what the catalog keeps
 * @param ledger limits of the journal's writer
 * @param asOf former states in memory
 * @param compaction the pace of snapshots
 * @param runs limits of runs and workers
 * @param shutdown how the process ends
 * @param postgresql how a journal in PostgreSQL is reached
 */
public record ArcoConfig(
    @Setting(
            text =
                "Where everything is kept: `file:DIRECTORY` (relative to the working directory, or"
                    + " absolute), `memory:` (gone with the process), or"
                    + " `s3://BUCKET/PREFIX?PARAMETER=VALUE&…` with the parameters `endpoint`,"
                    + " `region`, `pathStyle` and `caFile`"
                    + " ([how to](../how-to/run-on-s3.md)). Credentials never stand in it.",
            fallback = "file:.arco/store",
            flag = "--store")
        String store,
    @Setting(
            text =
                "Where commits are kept: `objects`, in the store, or"
                    + " `postgresql://USER@HOST:PORT/DATABASE`, optionally with `?sslmode=…`."
                    + " The URL holds no password: see `postgresql.password` and"
                    + " `postgresql.passwordFile`. A store's workspaces keep the journal they"
                    + " were made with.",
            fallback = "objects",
            flag = "--journal")
        String journal,
    @Setting(
            text =
                "How callers are known: `none`, everyone is everyone, so only loopback addresses"
                    + " can be bound; `tokens`, by the hashes in `tokens.file`; `jwt`, by tokens"
                    + " that the keys of `jwt.jwks` have signed ([how"
                    + " to](../how-to/secure-a-server.md)).",
            fallback = "none")
        Auth auth,
    @Setting(
            text =
                "Directories that the locations of tables may lie in. None: no table can point to"
                    + " local files. A root may not contain the store or lie in it.",
            fallback = "",
            flag = "--data-root")
        List<Path> dataRoots,
    @Setting(
            text =
                "Prefixes of buckets that the locations of tables may lie in besides, as"
                    + " `s3://BUCKET/PREFIX?PARAMETER=VALUE&…` with the parameters of `store`,"
                    + " apart by white space. Files are copied to this machine when a query reads"
                    + " them. None may contain the store or lie in it.",
            fallback = "")
        String dataBuckets,
    @Setting(
            text =
                "Room for copies of files of `dataBuckets`, in bytes, in the system's directory for"
                    + " temporary files.",
            fallback = "4294967296",
            min = 1_048_576)
        long dataCacheBytes,
    @Setting(
            text =
                "The secrets that the tokens of workers are signed with, each of at least 32 bytes,"
                    + " apart by white space: the first signs, all verify. Best set in the"
                    + " environment or left to `signingKeysFile`. With neither, a store in a"
                    + " directory has a file with a key made once beside it, readable by its owner"
                    + " alone; with another store, tokens end with the process. Never printed.",
            fallback = "",
            isSecret = true)
        String signingKeys,
    @Setting(text = "A file with the same, one key a line, read at the start.", fallback = "")
        String signingKeysFile,
    AuthSettings.Tokens tokens,
    AuthSettings.Jwt jwt,
    AuthSettings.Tls tls,
    AuthSettings.RateLimit rateLimit,
    Http http,
    Files files,
    Flight flight,
    Log log,
    Sql sql,
    Search search,
    Catalog catalog,
    Ledger ledger,
    AsOf asOf,
    Compaction compaction,
    RunSettings runs,
    Shutdown shutdown,
    Postgresql postgresql) {

  /** The configuration nobody touched. */
  public static ArcoConfig defaults() {
    return ConfigLoader.load(ConfigInputs.none()).config();
  }

  /** How callers are known. */
  public enum Auth {
    /** Not at all. */
    NONE,
    /** By tokens whose hashes are in a file. */
    TOKENS,
    /** By tokens that an issuer has signed. */
    JWT
  }

  /** The shape of log lines. */
  public enum LogFormat {
    /** For a person. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** The least severe level that is logged. */
  public enum LogLevel {
    /** Failures that need an operator. */
    ERROR,
    /** And oddities. */
    WARN,
    /** And one line an event. */
    INFO,
    /** And the steps within. */
    DEBUG,
    /** And everything. */
    TRACE
  }

  /**
   * The HTTP listener.
   *
   * @param host the address to bind
   * @param port the port to bind, 0 for any free one
   * @param maxBodyBytes the largest request body
   * @param corsOrigins whose pages may read files
   * @param allowedHosts names it may be asked by, without auth
   */
  public record Http(
      @Setting(text = "The address to bind.", fallback = "127.0.0.1", flag = "--host") String host,
      @Setting(
              text = "The port to bind; 0 takes any free one and prints it.",
              fallback = "8080",
              max = 65_535,
              flag = "--port")
          int port,
      @Setting(
              text = "The largest request body, in bytes.",
              fallback = "1048576",
              min = 1024,
              max = 1L << 30)
          long maxBodyBytes,
      @Setting(
              text =
                  "Origins whose pages may read files by signed URLs and ask for the URLs, apart by"
                      + " white space, each as browsers send it (`https://app.example.org`). `*` is"
                      + " any: without authentication every page in the world can then read the"
                      + " system tables. Empty: none.",
              fallback = "")
          String corsOrigins,
      @Setting(
              text =
                  "With `auth` `none`: host names, apart by commas, that requests may ask for"
                      + " besides `localhost` and addresses. Others are answered"
                      + " `HOST_NOT_ALLOWED`: a page in a browser may have had its own name point"
                      + " to this machine.",
              fallback = "")
          String allowedHosts) {}

  /**
   * The URLs of files of snapshots.
   *
   * @param urlTtlMillis how long they are good when the caller does not say
   * @param maxUrlTtlMillis how long a caller may ask for
   * @param maxStreams files that are sent at once
   */
  public record Files(
      @Setting(
              text =
                  "How long the URL of a file is good when the caller does not say, in"
                      + " milliseconds.",
              fallback = "900000",
              min = 60_000,
              max = 86_400_000)
          long urlTtlMillis,
      @Setting(
              text =
                  "How long a caller may ask for, in milliseconds. Never longer than garbage"
                      + " collection leaves the files alone.",
              fallback = "3600000",
              min = 60_000,
              max = 86_400_000)
          long maxUrlTtlMillis,
      @Setting(
              text =
                  "Files that are sent at once; one more is answered `OVERLOADED`. Each takes up to"
                      + " about 1 MiB of memory.",
              fallback = "64",
              min = 1,
              max = 10_000)
          int maxStreams) {}

  /**
   * The Flight SQL listener. What its queries may take is what {@link Sql} says.
   *
   * @param host the address to bind
   * @param port the port to bind, 0 for any free one, -1 for none
   * @param memoryBytes of Arrow memory
   */
  public record Flight(
      @Setting(text = "The address to bind for Flight SQL.", fallback = "127.0.0.1") String host,
      @Setting(
              text =
                  "The port to bind for Flight SQL; 0 takes any free one and prints it, -1 serves"
                      + " no Flight SQL.",
              fallback = "8815",
              min = -1,
              max = 65_535)
          int port,
      @Setting(
              text =
                  "Memory for Arrow batches on their way to Flight SQL clients, in bytes, for all"
                      + " calls together.",
              fallback = "268435456",
              min = 16_777_216)
          long memoryBytes) {}

  /**
   * The log.
   *
   * @param format the shape of lines
   * @param level the least severe level
   */
  public record Log(
      @Setting(text = "The shape of log lines.", fallback = "text", flag = "--log")
          LogFormat format,
      @Setting(
              text = "The least severe level that is logged.",
              fallback = "info",
              flag = "--log-level")
          LogLevel level) {}

  /**
   * Limits of queries.
   *
   * @param timeoutMillis of one query
   * @param defaultRows when the caller names none
   * @param maxRows that a caller may ask for
   * @param maxResultBytes of one answer
   * @param memoryBytes for the engine
   * @param threads of the engine
   * @param concurrency queries that run at once
   * @param queue queries that wait
   * @param maxTextBytes of one SQL text
   * @param slowMillis from when on a query is slow
   */
  public record Sql(
      @Setting(
              text =
                  "The longest a query may run, in milliseconds, until the last byte of its result"
                      + " was taken.",
              fallback = "30000",
              min = 1,
              max = 86_400_000)
          long timeoutMillis,
      @Setting(
              text = "Rows of an answer when the caller does not say.",
              fallback = "1000",
              min = 1,
              max = 100_000_000)
          int defaultRows,
      @Setting(
              text = "The most rows a caller may ask for.",
              fallback = "100000",
              min = 1,
              max = 100_000_000)
          int maxRows,
      @Setting(
              text =
                  "The most bytes of one answer, as sent; what is cut off says `truncated`. Answers"
                      + " are streamed, so this is no measure of memory.",
              fallback = "67108864",
              min = 1024,
              max = 1L << 40)
          long maxResultBytes,
      @Setting(
              text =
                  "Memory of the SQL engine, in bytes, for all queries together; each of the"
                      + " queries that run at once has its share.",
              fallback = "536870912",
              min = 16_777_216)
          long memoryBytes,
      @Setting(text = "Threads of the SQL engine.", fallback = "2", min = 1, max = 256) int threads,
      @Setting(text = "Queries that run at once.", fallback = "4", min = 1, max = 256)
          int concurrency,
      @Setting(
              text = "Queries that may wait; the next one is answered `OVERLOADED`.",
              fallback = "64",
              min = 1,
              max = 100_000)
          int queue,
      @Setting(
              text = "The longest SQL text, in bytes of UTF-8.",
              fallback = "65536",
              min = 16,
              max = 16_777_216)
          int maxTextBytes,
      @Setting(
              text =
                  "A query that took so many milliseconds is logged as slow, without the literals"
                      + " of its text; 0 logs none.",
              fallback = "10000",
              min = 0,
              max = 86_400_000)
          long slowMillis) {}

  /**
   * The indexes of catalog search, which are in memory.
   *
   * @param maxIndexes open at once
   * @param idleMillis after which an index that nobody searches is closed
   * @param buildWaitMillis that a search waits for an index in the making
   */
  public record Search(
      @Setting(
              text =
                  "Workspaces whose search index is open at once; one more closes the one not used"
                      + " for longest.",
              fallback = "64",
              min = 1,
              max = 100_000)
          int maxIndexes,
      @Setting(
              text = "A search index that nobody uses for so long is closed, in milliseconds.",
              fallback = "900000",
              min = 1_000,
              max = 86_400_000)
          long idleMillis,
      @Setting(
              text =
                  "How long a search waits for an index that is being built, in milliseconds,"
                      + " before it is answered `INDEX_BUILDING`.",
              fallback = "250",
              max = 60_000)
          long buildWaitMillis) {}

  /**
   * What the catalog of each workspace keeps.
   *
   * @param dropRetentionMillis that what is deleted can be put back
   */
  public record Catalog(
      @Setting(
              text =
                  "How long what is deleted from the catalog can be put back, in milliseconds of"
                      + " the journal's time; 0: not at all. Holds for deletions from then on.",
              fallback = "604800000",
              max = 3_153_600_000_000L)
          long dropRetentionMillis) {}

  /**
   * Limits of the journal's writer, for each workspace.
   *
   * @param commandTimeoutMillis until a command is answered
   * @param maxQueuedCommands that wait for the next commit
   * @param maxBatchBytes of one commit
   * @param idempotencyTtlMillis that a key is remembered
   * @param maxIdempotencyKeys remembered at once
   */
  public record Ledger(
      @Setting(
              text =
                  "The longest a command waits for its commit, in milliseconds; after it the answer"
                      + " is `UNAVAILABLE` or `OUTCOME_UNKNOWN`.",
              fallback = "10000",
              min = 1,
              max = 3_600_000)
          long commandTimeoutMillis,
      @Setting(
              text =
                  "Commands of a workspace that may wait for the next commit; the next one is"
                      + " answered `OVERLOADED`.",
              fallback = "10000",
              min = 1,
              max = 1_000_000)
          int maxQueuedCommands,
      @Setting(
              text = "The largest commit, in bytes; a command is never split.",
              fallback = "4194304",
              min = 65_536,
              max = 1L << 28)
          int maxBatchBytes,
      @Setting(
              text = "How long an idempotency key is remembered, in milliseconds.",
              fallback = "86400000",
              min = 1)
          long idempotencyTtlMillis,
      @Setting(
              text = "Idempotency keys that a workspace remembers at once.",
              fallback = "100000",
              min = 1,
              max = 100_000_000)
          int maxIdempotencyKeys) {}

  /**
   * Former states in memory, for each workspace.
   *
   * @param commits how far back states are kept as commits pass
   * @param states built for callers, kept at once
   * @param memoryBytes of all of them, by estimate
   * @param snapshots built for queries, kept at once
   */
  public record AsOf(
      @Setting(
              text =
                  "How many commits back former states of a workspace are kept as commits pass, so"
                      + " that a read as of one of them is quick; each 32nd is.",
              fallback = "20000",
              max = 10_000_000)
          int commits,
      @Setting(
              text = "Former states of a workspace that were built for a read, kept at once.",
              fallback = "64",
              min = 1,
              max = 10_000)
          int states,
      @Setting(
              text =
                  "Memory for the former states of a workspace, in bytes, by estimate: half for"
                      + " those kept as commits pass, half for those built. The one built last is"
                      + " kept even if it is larger.",
              fallback = "268435456")
          long memoryBytes,
      @Setting(
              text =
                  "Former snapshots that were made for queries, kept in a directory of this machine"
                      + " at once, for all workspaces.",
              fallback = "16",
              min = 1,
              max = 1_000)
          int snapshots) {}

  /**
   * The pace of snapshots.
   *
   * @param minIntervalMillis between two snapshots of one workspace
   */
  public record Compaction(
      @Setting(
              text =
                  "The least time between two snapshots of one workspace while it is being written,"
                      + " in milliseconds. A query that asks for the latest publishes at once.",
              fallback = "1000",
              fallbackOnS3 = "10000",
              max = 86_400_000)
          long minIntervalMillis) {}

  /**
   * How the process ends.
   *
   * @param drainMillis that answers under way are given
   */
  public record Shutdown(
      @Setting(
              text =
                  "How long answers under way are given to finish after SIGTERM, in milliseconds.",
              fallback = "8000",
              max = 600_000)
          long drainMillis) {}

  /**
   * How a journal in PostgreSQL is reached.
   *
   * @param password of the URL's user; never printed
   * @param passwordFile holds it in its first line, or empty
   * @param poolSize connections at once
   */
  public record Postgresql(
      @Setting(
              text =
                  "The password of the journal's database. Best set in the environment or left to"
                      + " `postgresql.passwordFile`: other users of the machine can see flags."
                      + " Never printed.",
              fallback = "",
              isSecret = true)
          String password,
      @Setting(
              text =
                  "A file whose first line is the password of the journal's database, read at the"
                      + " start.",
              fallback = "")
          String passwordFile,
      @Setting(
              text = "Connections to the journal's database at once.",
              fallback = "8",
              min = 2,
              max = 100)
          int poolSize) {}

  static ArcoConfig bind(Map<String, Object> values) {
    return ConfigKeys.bind(ArcoConfig.class, values);
  }
}
