package io.arco.server.config;

/**
 * The HTTP listener.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one
 * @param maxBodyBytes the largest request body
 * @param corsOrigins whose pages may read files
 * @param allowedHosts names it may be asked by, without auth
 */
public record HttpSettings(
    @Setting(text = "The address to bind.", fallback = "127.0.0.1", flag = "--host") String host,
    @Setting(
            text = "The port to bind; 0 takes any free one and prints it.",
            fallback = "8080",
            max = 65_535,
            flag = "--port")
        int port,
    @Setting(
            text = "The largest request body, in bytes.",
            fallback = "1048576",
            min = 1024,
            max = 1L << 30)
        long maxBodyBytes,
    @Setting(
            text =
                "Origins whose pages may read files by signed URLs and ask for the URLs, apart by"
                    + " white space, each as browsers send it (`https://app.example.org`). `*` is"
                    + " any: without authentication every page in the world can then read the"
                    + " system tables. Empty: none.",
            fallback = "")
        String corsOrigins,
    @Setting(
            text =
                "With `auth` `none`: host names, apart by commas, that requests may ask for"
                    + " besides `localhost` and addresses. Others are answered"
                    + " `HOST_NOT_ALLOWED`: a page in a browser may have had its own name point"
                    + " to this machine.",
            fallback = "")
        String allowedHosts) {}
