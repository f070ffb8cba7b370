package io.arco.server.config;

/**
 * The Flight SQL listener. What its queries may take is what {@link SqlSettings} says.
 *
 * @param host the address to bind
 * @param port the port to bind, 0 for any free one, -1 for none
 * @param memoryBytes of Arrow memory
 */
public record FlightSettings(
    @Setting(text = "The address to bind for Flight SQL.", fallback = "127.0.0.1") String host,
    @Setting(
            text =
                "The port to bind for Flight SQL; 0 takes any free one and prints it, -1 serves"
                    + " no Flight SQL.",
            fallback = "8815",
            min = -1,
            max = 65_535)
        int port,
    @Setting(
            text =
                "Memory for Arrow batches on their way to Flight SQL clients, in bytes, for all"
                    + " calls together.",
            fallback = "268435456",
            min = 16_777_216)
        long memoryBytes) {}
