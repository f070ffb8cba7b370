package io.arco.server.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A call that came as an HTTP request of its own.
 *
 * @param context the routed request, whose trace has begun
 */
record RoutedCall(RoutingContext context) implements ApiCall {
  private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap();

  @Override
  public RequestTrace trace() {
    return RequestTrace.of(context);
  }

  @Override
  public String path() {
    return context.request().path();
  }

  @Override
  public Map<String, String> pathParameters() {
    return context.pathParams();
  }

  @Override
  public MultiMap query() {
    String text = context.request().query();
    if (text == null || text.isEmpty()) {
      return NO_QUERY;
    }
    RawPath.checkQuery(text);
    try {
      return context.queryParams();
    } catch (HttpException | IllegalArgumentException e) {
      throw RequestProblems.query();
    }
  }

  @Override
  public String header(CharSequence name) {
    return context.request().getHeader(name);
  }

  @Override
  public String origin() {
    HttpServerRequest request = context.request();
    return (request.isSSL() ? "https" : "http") + "://" + request.authority();
  }

  @Override
  public boolean isEndTold() {
    return context.request().version() != HttpVersion.HTTP_1_0;
  }

  @Override
  public boolean isHeadOnly() {
    return context.request().method().equals(HttpMethod.HEAD);
  }

  @Override
  public void answerHeader(String name, String value) {
    context.response().putHeader(name, value);
  }

  @Override
  public void onEnd(Consumer<Boolean> task) {
    context.addEndHandler(ended -> task.accept(ended.succeeded()));
  }

  @Override
  public void onShutdown(Runnable task) {
    context.request().connection().shutdownHandler(ignored -> task.run());
  }
}
