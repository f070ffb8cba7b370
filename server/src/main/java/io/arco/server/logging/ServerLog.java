package io.arco.server.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.arco.server.config.LogSettings;
import io.arco.server.config.LogSettings.LogFormat;
import org.slf4j.LoggerFactory;

/**
 * The log of a server: one line an event on standard error, written by a thread of its own. When
 * nobody reads standard error, lines are dropped; an event loop never waits for a log.
 */
public final class ServerLog {
  /** Lines that wait to be written; more are dropped. */
  static final int QUEUE_LINES = 8_192;

  private ServerLog() {}

  /** Makes Vert.x log through SLF4J. Before the first use of Vert.x. */
  public static void adoptVertx() {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
  }

  /** Sets the log of this process up as configured; replaces what was set up before. */
  public static void configure(LogSettings config) {
    adoptVertx();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, config.format()));
    console.start();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setQueueSize(QUEUE_LINES);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(true);
    async.addAppender(console);
    async.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(async);
    Level level = Level.toLevel(config.level().name());
    root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    context.getLogger("io.arco").setLevel(level);
    quietNetty(context);
  }

  /** Netty 4.2 warns of exceptions that the handlers above it have dealt with. */
  static void quietNetty(LoggerContext context) {
    context.getLogger("io.netty.channel.DefaultChannelPipeline").setLevel(Level.ERROR);
  }

  /** Writes what waits; the log can't be used afterwards. */
  public static void close() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        format == LogFormat.JSON ? new JsonLineEncoder() : new TextLineEncoder();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
