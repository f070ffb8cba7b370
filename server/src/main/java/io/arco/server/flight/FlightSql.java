package io.arco.server.flight;

import io.arco.runtime.Uuids;
import io.arco.server.api.ApiServices;
import io.arco.server.api.QuerySources;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Flight SQL endpoint of a server, with its threads and memory: transport threads that move
 * bytes, a few for signals of streams that never wait, and more for calls that may. Thread-safe.
 */
public final class FlightSql {
  /** Threads of the transport. */
  static final int TRANSPORT_THREADS = 2;

  /** Threads for streams' signals; they never wait. */
  static final int STREAM_THREADS = 2;

  /** Threads for calls that wait for the engine or for the client. */
  static final int CALL_THREADS = 16;

  /** Events that wait for each of the two kinds of threads; one more ends its connection. */
  static final int MAX_QUEUED = 4_096;

  /** Calls of one connection at once. */
  static final int MAX_CALLS_PER_CONNECTION = 100;

  /** The largest message of a client: a handle, or a row of parameters. */
  static final int MAX_MESSAGE_BYTES = StatementHandle.MAX_BYTES + (1 << 20);

  /** The largest headers of a call. */
  static final int MAX_HEADER_BYTES = 16 << 10;

  /** Bytes of a stream that wait in the transport before the engine is held up. */
  static final int MAX_UNSENT_BYTES = 4 << 20;

  /** A connection that is silent for so long is asked whether it still lives. */
  static final long ASK_SILENT_SECONDS = 30;

  /** Cancelled streams are waited for so long when closing. */
  static final long CLOSE_MILLIS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(FlightSql.class);

  private final BufferAllocator allocator;
  private final OpenStreams streams = new OpenStreams();
  private final ThreadPoolExecutor streamThreads = pool("arco-flight-stream", STREAM_THREADS);
  private final ThreadPoolExecutor callThreads = pool("arco-flight-call", CALL_THREADS);
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, threads("arco-flight-timer"));
  private final MultiThreadIoEventLoopGroup transport =
      new MultiThreadIoEventLoopGroup(
          TRANSPORT_THREADS, threads("arco-flight-io"), NioIoHandler.newFactory());
  private final FlightServer server;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Promise<Boolean> closed = Promise.promise();

  private FlightSql(ApiServices services, FlightOptions options) {
    this.allocator = new RootAllocator(options.memoryBytes());
    timer.setRemoveOnCancelPolicy(true);
    Supplier<String> ids = ids(services);
    CallScopes scopes = new CallScopes(services.guard(), options.timeoutMillis());
    QuerySources sources = new QuerySources(services);
    Statements statements = new Statements(services, sources, streams, allocator);
    Metadata metadata =
        new Metadata(
            services,
            sources,
            statements,
            allocator,
            callThreads,
            options.timeoutMillis(),
            ServerInfo.of(options.version(), options.timeoutMillis(), options.maxTextBytes()));
    ArcoProducer producer =
        new ArcoProducer(
            metadata,
            statements,
            streams,
            allocator,
            ids,
            new PutDeadline(timer, options.timeoutMillis()),
            options.timeoutMillis());
    this.server =
        FlightServer.builder(
                allocator, Location.forGrpcInsecure(options.host(), options.port()), producer)
            .executor(callThreads)
            .backpressureThreshold(MAX_UNSENT_BYTES)
            .middleware(CallScope.KEY, new ScopeMiddleware.Factory(scopes, ids))
            .transportHint(
                "grpc.builderConsumer",
                (Consumer<NettyServerBuilder>) builder -> configure(builder, options.tls()))
            .build();
  }

  /**
   * Binds the port and serves. Blocks.
   *
   * @throws IOException if the port can't be bound
   */
  public static FlightSql start(ApiServices services, FlightOptions options) throws IOException {
    FlightSql flight = new FlightSql(services, options);
    try {
      flight.server.start();
    } catch (IOException | RuntimeException e) {
      flight.free();
      throw e;
    }
    return flight;
  }

  private void configure(NettyServerBuilder builder, Optional<X509KeyManager> tls) {
    tls.ifPresent(keys -> builder.sslContext(secured(keys)));
    builder
        .channelType(NioServerSocketChannel.class)
        .bossEventLoopGroup(transport)
        .workerEventLoopGroup(transport)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
        .keepAliveTime(ASK_SILENT_SECONDS, TimeUnit.SECONDS)
        .callExecutor(
            new io.grpc.ServerCallExecutorSupplier() {
              @Override
              public <A, B> java.util.concurrent.Executor getExecutor(
                  io.grpc.ServerCall<A, B> call, io.grpc.Metadata metadata) {
                return isStream(call.getMethodDescriptor()) ? streamThreads : callThreads;
              }
            });
  }

  private static SslContext secured(X509KeyManager keys) {
    try {
      return GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** Streams out never wait; of puts, messages come here, and who waits for them does not. */
  private static boolean isStream(io.grpc.MethodDescriptor<?, ?> method) {
    return "DoGet".equals(method.getBareMethodName())
        || "DoPut".equals(method.getBareMethodName())
        || "DoExchange".equals(method.getBareMethodName());
  }

  private static Supplier<String> ids(ApiServices services) {
    Uuids uuids = new Uuids(services.randoms().get());
    return () -> {
      synchronized (uuids) {
        return uuids.next(Instant.ofEpochMilli(services.clock().wallMillis())).toString();
      }
    };
  }

  private static ThreadPoolExecutor pool(String name, int size) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_QUEUED), threads(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Queries whose results are being streamed. */
  public int streams() {
    return streams.count();
  }

  /** Batches of queries' results sent so far. */
  public long batches() {
    return streams.batches();
  }

  /** Bytes of Arrow memory in use. */
  public long allocatedBytes() {
    return allocator.getAllocatedMemory();
  }

  /**
   * Takes no more calls, gives those under way so long, cancels the rest and frees everything. May
   * be called again: the first call counts.
   *
   * @return completes, on any thread, with whether every call had ended by then; fails if memory
   *     was not given back
   */
  public Future<Boolean> close(long drainMillis) {
    if (!closing.compareAndSet(false, true)) {
      return closed.future();
    }
    threads("arco-flight-close").newThread(() -> closeNow(drainMillis)).start();
    return closed.future();
  }

  private void closeNow(long drainMillis) {
    boolean isDrained = false;
    try {
      server.shutdown();
      isDrained = server.awaitTermination(drainMillis, TimeUnit.MILLISECONDS);
      streams.cancelAll();
      if (!isDrained) {
        server.close();
      }
      free();
      closed.complete(isDrained);
    } catch (InterruptedException | RuntimeException e) {
      LOG.warn("Flight SQL did not close in order", e);
      closed.fail(e);
    }
  }

  private void free() {
    timer.shutdownNow();
    streamThreads.shutdown();
    callThreads.shutdownNow();
    transport
        .shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_MILLIS);
    awaitStreams();
    allocator.close();
  }

  /** The engine notices within a moment that nobody wants a stream any more. */
  private void awaitStreams() {
    long over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    while (streams.count() > 0 && System.nanoTime() < over) {
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
