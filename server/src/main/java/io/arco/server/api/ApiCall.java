package io.arco.server.api;

import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A call of an operation as it came in, over whatever protocol: what was asked, and what becomes of
 * the caller. Used on its event loop.
 */
public interface ApiCall {
  /** What log and metrics tell about it. */
  RequestTrace trace();

  /** The path of what it is about, escapes kept. */
  String path();

  /** The names in the path, their escapes resolved, by parameter. */
  Map<String, String> pathParameters();

  /**
   * The query parameters.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if they can't be read
   */
  MultiMap query();

  /** A header, or null if it is not given. */
  String header(CharSequence name);

  /** Under which address the caller reached the server: {@code http://host:port}. */
  String origin();

  /** Whether it came by gRPC. */
  default boolean isGrpc() {
    return false;
  }

  /** Whether the end of a body of unknown length can be told from a break: not in HTTP/1.0. */
  default boolean isEndTold() {
    return true;
  }

  /** Whether the answer's head alone is asked for. */
  boolean isHeadOnly();

  /** The answer, a problem too, is to have this header, where it has headers of HTTP. */
  void answerHeader(String name, String value);

  /** Has this done once it is over, told whether it was answered in full. */
  void onEnd(Consumer<Boolean> task);

  /** Has this done when its connection is to be closed once it is over. */
  void onShutdown(Runnable task);
}
