package io.arco.server.grpc;

import io.arco.server.api.ApiCall;
import io.arco.server.api.RequestTrace;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A call of an operation that came by gRPC: metadata are headers. Used on its event loop. */
final class GrpcCall implements ApiCall {
  private final Rpc rpc;
  private final Caller caller;
  private final RequestParts parts;
  private final List<Consumer<Boolean>> ends = new ArrayList<>();
  private boolean ended;

  /**
   * Who calls.
   *
   * @param trace what log and metrics tell about it
   * @param metadata what came with it
   * @param origin under which address it reached the server
   */
  record Caller(RequestTrace trace, MultiMap metadata, String origin) {}

  GrpcCall(Rpc rpc, Caller caller, RequestParts parts) {
    this.rpc = rpc;
    this.caller = caller;
    this.parts = parts;
  }

  @Override
  public RequestTrace trace() {
    return caller.trace();
  }

  @Override
  public String path() {
    return parts.path(rpc.shape().path());
  }

  @Override
  public Map<String, String> pathParameters() {
    return parts.pathParameters();
  }

  @Override
  public MultiMap query() {
    return parts.query();
  }

  /** What an answer is made of is not the caller's choice here, nor whether a read has one. */
  @Override
  public String header(CharSequence name) {
    if (HttpHeaders.ACCEPT.toString().contentEquals(name)) {
      return Pieces.areAnswerOf(rpc) ? Pieces.ARROW : null;
    }
    if (HttpHeaders.IF_NONE_MATCH.toString().contentEquals(name) && rpc.bodyOrNull() == null) {
      return null;
    }
    if ("te".contentEquals(name)) {
      return "trailers";
    }
    return caller.metadata().get(name);
  }

  @Override
  public String origin() {
    return caller.origin();
  }

  @Override
  public boolean isGrpc() {
    return true;
  }

  @Override
  public boolean isHeadOnly() {
    return false;
  }

  /** Problems have all they say in their details. */
  @Override
  public void answerHeader(String name, String value) {}

  @Override
  public void onEnd(Consumer<Boolean> task) {
    if (ended) {
      task.accept(false);
    } else {
      ends.add(task);
    }
  }

  /** Streams end with the server by themselves. */
  @Override
  public void onShutdown(Runnable task) {}

  /** It is over, and was answered in full or not. */
  void end(boolean answered) {
    if (!ended) {
      ended = true;
      ends.forEach(task -> task.accept(answered));
    }
  }
}
