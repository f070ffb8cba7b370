package io.arco.store.s3;

import io.arco.store.Prefix;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which bucket, where in it, and how it is reached: {@code s3://bucket/prefix?endpoint=…&…}. Never
 * holds credentials, so it can be printed.
 *
 * @param bucket the bucket's name
 * @param prefix the folder in the bucket that is the store's root
 * @param endpoint {@code http://host:port} or {@code https://host:port} of a server that is not
 *     AWS's; empty leaves it to the SDK
 * @param region empty leaves it to the SDK's chain: {@code AWS_REGION}, the profile
 * @param pathStyle whether the bucket stands in the path ({@code host/bucket/key}) and not in the
 *     host name
 * @param caFile PEM certificates to trust in place of the system's
 */
public record S3Location(
    String bucket,
    Prefix prefix,
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<Path> caFile) {
  /** What a location may carry behind its {@code ?}. */
  static final List<String> PARAMETERS = List.of("endpoint", "region", "pathStyle", "caFile");

  private static final String SCHEME = "s3://";
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

  /**
   * Reads a location. Values are taken as they are, without percent-encoding.
   *
   * @throws IllegalArgumentException saying what is wrong with it, without the location's text
   */
  public static S3Location parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("must be s3://BUCKET/PREFIX?PARAMETER=VALUE&…");
    }
    int question = text.indexOf('?');
    String path = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException("'" + bucket + "' is not the name of a bucket");
    }
    Map<String, String> given = parameters(question < 0 ? "" : text.substring(question + 1));
    return new S3Location(
        bucket,
        prefix(slash < 0 ? "" : path.substring(slash + 1)),
        Optional.ofNullable(given.get("endpoint")).map(S3Location::endpoint),
        Optional.ofNullable(given.get("region")).map(S3Location::region),
        pathStyle(given.getOrDefault("pathStyle", "false")),
        Optional.ofNullable(given.get("caFile")).map(file -> Path.of(file).toAbsolutePath()));
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> given = new LinkedHashMap<>();
    if (text.isEmpty()) {
      return given;
    }
    for (String each : text.split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException(
            "there is no parameter '" + name + "'; known are " + String.join(", ", PARAMETERS));
      }
      if (equals < 0 || equals == each.length() - 1) {
        throw new IllegalArgumentException("the parameter '" + name + "' has no value");
      }
      if (given.put(name, each.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("the parameter '" + name + "' is given twice");
      }
    }
    return given;
  }

  private static Prefix prefix(String path) {
    String folder = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    try {
      return folder.isEmpty() ? Prefix.ROOT : new Prefix(folder + "/");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its prefix can't be used: " + e.getMessage(), e);
    }
  }

  private static URI endpoint(String text) {
    String what = "endpoint must be http://HOST:PORT or https://HOST:PORT";
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the text: somebody may have put a password into it.
      throw new IllegalArgumentException(what);
    }
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare =
        uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (!http || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException(what);
    }
    return uri;
  }

  private static String region(String text) {
    if (!REGION.matcher(text).matches()) {
      throw new IllegalArgumentException("region '" + text + "' is not the name of a region");
    }
    return text;
  }

  private static boolean pathStyle(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("pathStyle must be true or false, is '" + text + "'");
    }
    return text.equals("true");
  }

  /** A folder of this name in it. */
  public S3Location in(String folder) {
    return new S3Location(bucket, prefix.folder(folder), endpoint, region, pathStyle, caFile);
  }

  /** The location as {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME).append(bucket).append('/').append(prefix);
    char separator = '?';
    Map<String, Optional<?>> given = new LinkedHashMap<>();
    given.put("endpoint", endpoint);
    given.put("region", region);
    given.put("pathStyle", pathStyle ? Optional.of("true") : Optional.empty());
    given.put("caFile", caFile);
    for (Map.Entry<String, Optional<?>> each : given.entrySet()) {
      if (each.getValue().isPresent()) {
        text.append(separator).append(each.getKey()).append('=').append(each.getValue().get());
        separator = '&';
      }
    }
    return text.toString();
  }
}
