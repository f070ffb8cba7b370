package io.arco.server.browser;

import io.arco.journal.Hash;
import io.arco.runtime.Workers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The files of the page, read from the build when they are first asked for and kept: less than 5
 * MiB together. Thread-safe.
 */
public final class BrowserAssets {
  /** The page itself. */
  public static final String PAGE = "index.html";

  private static final String ROOT = "/browser/";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String GZIP = ".gz";

  private record Source(String resource, String contentType) {
    boolean isGzip() {
      return resource.endsWith(GZIP);
    }
  }

  private static final Map<String, Source> SOURCES =
      Map.ofEntries(
          Map.entry(PAGE, new Source(PAGE, HTML)),
          Map.entry("how-to.html", new Source("how-to.html", HTML)),
          Map.entry("browser.css", new Source("browser.css", "text/css; charset=utf-8")),
          Map.entry("commonjs.js", new Source("commonjs.js", SCRIPT)),
          Map.entry("engine.js", new Source("engine.js", SCRIPT)),
          Map.entry("manifest.js", new Source("manifest.js", SCRIPT)),
          Map.entry("names.js", new Source("names.js", SCRIPT)),
          Map.entry("page.js", new Source("page.js", SCRIPT)),
          Map.entry("values.js", new Source("values.js", SCRIPT)),
          Map.entry("arrow.js", new Source("vendor/arrow.js", SCRIPT)),
          Map.entry("duckdb-browser.js", new Source("vendor/duckdb-browser.js", SCRIPT)),
          Map.entry(
              "duckdb-browser-eh.worker.js",
              new Source("vendor/duckdb-browser-eh.worker.js", SCRIPT)),
          Map.entry("duckdb-eh.wasm", new Source("vendor/duckdb-eh.wasm.gz", "application/wasm")));

  private final Workers workers;
  private final ConcurrentMap<String, Future<BrowserAsset>> read = new ConcurrentHashMap<>();

  /** Files that are read on these workers. */
  public BrowserAssets(Workers workers) {
    this.workers = workers;
  }

  /** The names that there are. */
  public static Set<String> names() {
    return SOURCES.keySet();
  }

  /** A file by its name; empty if the page has none of it. */
  public Optional<Future<BrowserAsset>> of(String name) {
    Source source = SOURCES.get(name);
    return source == null
        ? Optional.empty()
        : Optional.of(
            read.compute(
                name,
                (ignored, known) ->
                    known == null || known.failed() ? workers.call(() -> load(source)) : known));
  }

  private static BrowserAsset load(Source source) throws IOException {
    try (InputStream in = BrowserAssets.class.getResourceAsStream(ROOT + source.resource())) {
      if (in == null) {
        throw new IllegalStateException(source.resource() + " is not part of this build");
      }
      byte[] bytes = in.readAllBytes();
      return new BrowserAsset(
          source.contentType(),
          Buffer.buffer(bytes),
          source.isGzip(),
          '"' + Hash.of(bytes).hex() + '"');
    }
  }
}
