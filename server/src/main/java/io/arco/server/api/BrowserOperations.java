package io.arco.server.api;

import io.arco.server.browser.BrowserAsset;
import io.arco.server.browser.BrowserAssets;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** The page that runs SQL in the browser, and what it consists of; they belong to no workspace. */
final class BrowserOperations {
  /** What the page may do: nothing but what this server gives it. */
  static final String POLICY =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
          + " connect-src 'self'; style-src 'self'; img-src data:; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private final BrowserAssets assets;

  BrowserOperations(ApiServices services) {
    this.assets = services.browser();
  }

  Future<Reply> getBrowserPage(Exchange exchange) {
    return asset(exchange, BrowserAssets.PAGE);
  }

  Future<Reply> getBrowserAsset(Exchange exchange) {
    return asset(exchange, exchange.pathText("asset"));
  }

  private Future<Reply> asset(Exchange exchange, String name) {
    return assets
        .of(name)
        .orElseThrow(RequestProblems::noSuchRoute)
        .map(asset -> reply(exchange, asset));
  }

  private static Reply reply(Exchange exchange, BrowserAsset asset) {
    boolean isKnown =
        exchange.ifNoneMatch().filter(tags -> tags.contains(asset.entityTag())).isPresent();
    if (isKnown) {
      return secured(Reply.empty(304, 0), asset);
    }
    Reply whole = secured(Reply.bytes(asset.contentType(), asset.bytes()), asset);
    if (!asset.isGzip()) {
      return whole;
    }
    String accepted = exchange.header(HttpHeaders.ACCEPT_ENCODING).orElse("*");
    if (!takesGzip(accepted)) {
      throw RequestProblems.notAcceptable(accepted, "gzip");
    }
    return whole.with("Content-Encoding", "gzip").with("Vary", "Accept-Encoding");
  }

  /** Whether an Accept-Encoding has gzip, or any coding, without refusing it. */
  private static boolean takesGzip(String accepted) {
    for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = coding.strip().split("\\s*;\\s*");
      boolean isGzip = parts[0].equals("gzip") || parts[0].equals("x-gzip") || parts[0].equals("*");
      if (isGzip && (parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?"))) {
        return true;
      }
    }
    return false;
  }

  private static Reply secured(Reply reply, BrowserAsset asset) {
    return reply
        .with("ETag", asset.entityTag())
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer");
  }
}
