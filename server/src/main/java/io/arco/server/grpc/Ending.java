package io.arco.server.grpc;

import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** Tells once when a response has ended or its client is gone. Used on its event loop. */
final class Ending {
  private final Consumer<Boolean> told;
  private boolean isTold;

  /**
   * Watches a response.
   *
   * @param told is told whether the response was ended by us
   */
  Ending(HttpServerResponse response, Consumer<Boolean> told) {
    this.told = told;
    response.endHandler(ignored -> tell(true));
    response.closeHandler(ignored -> tell(response.ended()));
    if (response.ended() || response.closed()) {
      tell(response.ended());
    }
  }

  /** The client has cut it off. */
  void cutOff() {
    tell(false);
  }

  private void tell(boolean ended) {
    if (!isTold) {
      isTold = true;
      told.accept(ended);
    }
  }
}
