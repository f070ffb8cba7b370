package io.arco.server.doctor;

/**
 * What a provider asks, in any one currency.
 *
 * @param putPerThousand puts, lists, deletes
 * @param getPerThousand gets, heads
 * @param storagePerGbMonth a gigabyte kept for a month
 */
public record Prices(double putPerThousand, double getPerThousand, double storagePerGbMonth) {}
