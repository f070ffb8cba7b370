package io.arco.bench;

/**
 * What a server has asked of its store so far, by its own metrics.
 *
 * @param journalPuts slots of journals it contested
 * @param puts all puts
 */
record StoreRequests(long journalPuts, long puts) {
  static StoreRequests of(Clients clients) {
    String metrics = metrics(clients);
    long journal =
        (long)
            (sum(metrics, "arco_ledger_commits_total{writer=\"self\"")
                + sum(metrics, "arco_ledger_slots_lost_total"));
    long puts = (long) sum(metrics, "arco_store_requests_seconds_count{operation=\"put\"");
    return new StoreRequests(journal, puts);
  }

  /** The bytes on the heap, garbage included. */
  static double heapBytes(Clients clients) {
    return sum(metrics(clients), "jvm_memory_used_bytes{area=\"heap\"");
  }

  /** The sum of a family of metrics. */
  static double of(Clients clients, String family) {
    return sum(metrics(clients), family);
  }

  StoreRequests since(StoreRequests earlier) {
    return new StoreRequests(journalPuts - earlier.journalPuts, puts - earlier.puts);
  }

  private static String metrics(Clients clients) {
    return clients.send(HttpConnection.get("/metrics")).text();
  }

  private static double sum(String metrics, String prefix) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
