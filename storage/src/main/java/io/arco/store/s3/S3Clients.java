package io.arco.store.s3;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The clients of one bucket, over one pool of connections: one for puts, that never repeats a
 * request, and one for everything else. Making them takes hundreds of milliseconds, closing them
 * may wait: both on a worker.
 *
 * @param puts sends each request once
 * @param reads tries again, within limits
 * @param presigner signs URLs; sends nothing
 * @param connections under both clients
 * @param loops that connections live on; ours, since the SDK takes two seconds to end its own
 * @param answers where futures complete
 * @param credentials closed with the rest
 */
record S3Clients(
    S3AsyncClient puts,
    S3AsyncClient reads,
    S3Presigner presigner,
    SdkAsyncHttpClient connections,
    SdkEventLoopGroup loops,
    ExecutorService answers,
    AwsCredentialsProvider credentials) {
  private static final int LOOP_THREADS = 2;
  private static final int ANSWER_THREADS = 2;
  private static final long LOOP_QUIET_MILLIS = 100;
  private static final long LOOP_END_MILLIS = 1_000;

  /**
   * Makes the clients. Blocks: asks the chains of the SDK for a region and for credentials.
   *
   * @throws StoreException saying what is missing
   */
  static S3Clients open(S3Location location, S3Limits limits) {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    requireCredentials(credentials);
    Region region = location.region().map(Region::of).orElseGet(S3Clients::regionOfTheChain);
    SdkEventLoopGroup loops =
        SdkEventLoopGroup.builder()
            .numberOfThreads(LOOP_THREADS)
            .threadFactory(daemons("arco-s3-loop-"))
            .build();
    SdkAsyncHttpClient connections = connections(location, limits, loops);
    ExecutorService answers =
        Executors.newFixedThreadPool(ANSWER_THREADS, daemons("arco-s3-answer-"));
    S3AsyncClientBuilder puts = client(location, region, credentials, connections, answers);
    S3AsyncClientBuilder reads = client(location, region, credentials, connections, answers);
    puts.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
    reads.overrideConfiguration(o -> o.retryStrategy(retries(limits)));
    return new S3Clients(
        puts.build(),
        reads.build(),
        presigner(location, region, credentials),
        connections,
        loops,
        answers,
        credentials);
  }

  private static void requireCredentials(AwsCredentialsProvider credentials) {
    try {
      credentials.resolveCredentials();
    } catch (SdkException e) {
      throw new StoreException(
          Kind.PERMANENT,
          "no credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or"
              + " run with a role",
          e);
    }
  }

  private static Region regionOfTheChain() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkException e) {
      throw new StoreException(
          Kind.PERMANENT, "no region for S3: add region=NAME to the store, or set AWS_REGION", e);
    }
  }

  private static S3AsyncClientBuilder client(
      S3Location location,
      Region region,
      AwsCredentialsProvider credentials,
      SdkAsyncHttpClient connections,
      ExecutorService answers) {
    S3AsyncClientBuilder builder =
        S3AsyncClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(connections)
            .forcePathStyle(location.pathStyle())
            // Puts carry an MD5, which every store knows; what is read is checked by its reader.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().expectContinueEnabled(false).build())
            .asyncConfiguration(
                a ->
                    a.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, answers));
    location.endpoint().ifPresent(builder::endpointOverride);
    return builder;
  }

  private static RetryStrategy retries(S3Limits limits) {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(limits.readAttempts())
        .circuitBreakerEnabled(false)
        .backoffStrategy(
            BackoffStrategy.exponentialDelayHalfJitter(limits.firstBackoff(), limits.maxBackoff()))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelayHalfJitter(
                limits.throttledBackoff(), limits.maxBackoff()))
        .build();
  }

  private static S3Presigner presigner(
      S3Location location, Region region, AwsCredentialsProvider credentials) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(location.pathStyle()).build());
    location.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static SdkAsyncHttpClient connections(
      S3Location location, S3Limits limits, SdkEventLoopGroup loops) {
    NettyNioAsyncHttpClient.Builder builder =
        NettyNioAsyncHttpClient.builder()
            .maxConcurrency(limits.maxConnections())
            .maxPendingConnectionAcquires(limits.maxWaiting())
            .connectionTimeout(limits.connectTimeout())
            .tlsNegotiationTimeout(limits.connectTimeout())
            .connectionAcquisitionTimeout(limits.readTimeout())
            .readTimeout(limits.attemptTimeout())
            .writeTimeout(limits.attemptTimeout())
            .tcpKeepAlive(true)
            .eventLoopGroup(loops);
    location
        .caFile()
        .map(S3Clients::trusted)
        .ifPresent(trusted -> builder.tlsTrustManagersProvider(() -> trusted));
    return builder.build();
  }

  private static TrustManager[] trusted(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca" + ++count, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      if (count == 0) {
        throw new GeneralSecurityException("it holds no certificate");
      }
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new StoreException(
          Kind.PERMANENT, "caFile " + file + " can't be used: " + e.getMessage(), e);
    }
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger made = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Closes everything; requests under way fail. Blocks. */
  void close() {
    puts.close();
    reads.close();
    presigner.close();
    connections.close();
    loops.eventLoopGroup().shutdownGracefully(LOOP_QUIET_MILLIS, LOOP_END_MILLIS, MILLISECONDS);
    answers.shutdown();
    if (credentials instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new StoreException(Kind.PERMANENT, "the credentials can't be closed", e);
      }
    }
  }
}
