package io.arco.verify;

/**
 * Something that does not hold.
 *
 * @param object the object's name relative to the workspace
 * @param what what is wrong with it, one clause
 */
public record Finding(String object, String what) {}
