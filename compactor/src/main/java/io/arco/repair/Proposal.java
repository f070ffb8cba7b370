package io.arco.repair;

/**
 * Bytes for an object.
 *
 * @param bytes all of it
 * @param how where they come from, and how they are known to be right
 * @param hashed whether something sound names their hash, so that they can't be others; otherwise
 *     they count only if the workspace verifies with them
 */
record Proposal(byte[] bytes, String how, boolean hashed) {}
