package io.arco.server.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.arco.json.InstantText;
import io.arco.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * A log event as one line of JSON: {@code time}, {@code level}, {@code logger}, {@code message},
 * then the event's own keys, then {@code exception}. Keys of events never have these names.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = new byte[0];

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", InstantText.of(Instant.ofEpochMilli(event.getTimeStamp())));
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.put(pair.key, plain(pair.value));
      }
    }
    if (event.getThrowableProxy() != null) {
      line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    byte[] json = Json.bytes(line);
    byte[] withEnd = Arrays.copyOf(json, json.length + 1);
    withEnd[json.length] = "\n".getBytes(UTF_8)[0];
    return withEnd;
  }

  private static Object plain(Object value) {
    return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
