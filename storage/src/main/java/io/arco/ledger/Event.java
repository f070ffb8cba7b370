package io.arco.ledger;

/**
 * Something that happened in one domain: an immutable record that the domain's sealed interface
 * permits, and that {@link io.arco.json.Json} writes and reads. Its JSON is a public format: fields
 * are only ever added, under a new format number.
 */
public interface Event {}
