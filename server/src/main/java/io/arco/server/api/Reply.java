package io.arco.server.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A successful answer.
 *
 * @param status the HTTP status
 * @param contentType the type of the body, or null without one
 * @param body the body, or null
 * @param stream the body where it is not at hand yet, or null; sent chunked unless a header tells
 *     its length
 * @param sequence the newest commit the answer knows of, 0 for none
 * @param headers further headers: name, value, name, value …
 * @param trailers headers that are known when the stream has ended, by name
 */
public record Reply(
    int status,
    String contentType,
    Buffer body,
    ReadStream<Buffer> stream,
    long sequence,
    List<String> headers,
    Map<String, Supplier<String>> trailers) {
  /** The type of JSON bodies. */
  public static final String JSON = "application/json";

  /** The type of streams of server-sent events. */
  public static final String EVENT_STREAM = "text/event-stream";

  /** JSON that is at hand. */
  public static Reply json(int status, byte[] json, long sequence) {
    return new Reply(status, JSON, Buffer.buffer(json), null, sequence, List.of(), Map.of());
  }

  /** A body of another type. */
  public static Reply bytes(String contentType, Buffer body) {
    return new Reply(200, contentType, body, null, 0, List.of(), Map.of());
  }

  /** A body that comes in pieces. */
  public static Reply stream(String contentType, ReadStream<Buffer> stream, long sequence) {
    return new Reply(200, contentType, null, stream, sequence, List.of(), Map.of());
  }

  /** No body. */
  public static Reply empty(int status, long sequence) {
    return new Reply(status, null, null, null, sequence, List.of(), Map.of());
  }

  /** A status and the type of a body that {@link #streaming} or headers tell of. */
  static Reply described(int status, String contentType) {
    return new Reply(status, contentType, null, null, 0, List.of(), Map.of());
  }

  /** The same with a body that comes in pieces; chunked if no header tells its length. */
  Reply streaming(ReadStream<Buffer> pieces) {
    return new Reply(status, contentType, null, pieces, sequence, headers, trailers);
  }

  /** With one more header. */
  public Reply with(String name, String value) {
    List<String> more = new ArrayList<>(headers.size() + 2);
    more.addAll(headers);
    more.add(name);
    more.add(value);
    return new Reply(status, contentType, body, stream, sequence, List.copyOf(more), trailers);
  }

  /** With a header that is known when its stream has ended. */
  Reply withTrailer(String name, Supplier<String> value) {
    Map<String, Supplier<String>> more = new LinkedHashMap<>(trailers);
    more.put(name, value);
    return new Reply(status, contentType, body, stream, sequence, headers, more);
  }
}
