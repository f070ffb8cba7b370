package io.arco.planner.run;

import io.arco.journal.Hash;
import java.time.Instant;
import java.util.UUID;

/**
 * What a run key stands for.
 *
 * @param key the key
 * @param run the run that was made for it
 * @param requestFingerprint the hash of what was asked for
 * @param expiresAt when it may be used again
 */
public record RunKey(String key, UUID run, Hash requestFingerprint, Instant expiresAt) {}
