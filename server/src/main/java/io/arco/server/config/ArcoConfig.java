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
    HttpSettings http,
    FileSettings files,
    FlightSettings flight,
    LogSettings log,
    SqlSettings sql,
    SearchSettings search,
    CatalogSettings catalog,
    LedgerSettings ledger,
    AsOfSettings asOf,
    CompactionSettings compaction,
    RunSettings runs,
    ShutdownSettings shutdown,
    PostgresqlSettings postgresql) {

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

  static ArcoConfig bind(Map<String, Object> values) {
    return ConfigKeys.bind(ArcoConfig.class, values);
  }
}
